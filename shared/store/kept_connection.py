"""A connection that is made in the background, at its first use, and made again whenever it was lost."""

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from shared.store.contract import StoreUnavailableError

_log = logging.getLogger(__name__)

_FIRST_WAIT_SECONDS = 1.8
_RETRY_SECONDS = 1.0

Connection = TypeVar("Connection")


class KeptConnection(Generic[Connection]):
    """Keeps one connection for all threads, so that none of them ever waits long for one.

    Calls wait for the first attempt a little; once it has failed they fail at once, while a thread of our own goes on
    trying each second. That thread exists only while there is no connection, and nothing exists before the first call,
    so that a process may fork until then.
    """

    def __init__(self, connect: Callable[[], Connection], disconnect: Callable[[Connection], None]) -> None:
        self._connect = connect
        self._disconnect = disconnect
        self._changed = threading.Condition()
        self._connection: Connection | None = None
        self._failure: Exception | None = None
        self._connecting = False
        self._closed = False

    def get(self) -> Connection:
        """Return the connection; raises StoreUnavailableError when there is none now."""
        with self._changed:
            self._start_connecting()
            self._changed.wait_for(self._has_news, _FIRST_WAIT_SECONDS)
            if self._connection is None:
                if isinstance(self._failure, StoreUnavailableError):
                    raise type(self._failure)(self._failure.detail) from self._failure
                raise StoreUnavailableError(
                    f"The store cannot be reached ({describe(self._failure)}). Check that it runs where "
                    "NUMBERFIGURE_STORE_URL says; it is tried again each second."
                ) from self._failure
            return self._connection

    def drop(self, connection: Connection, failure: Exception) -> None:
        """Give up a connection that was lost, and begin to make another."""
        with self._changed:
            if self._connection is not connection:
                return  # Another thread noticed first.
            self._connection, self._failure = None, failure
            self._start_connecting()
        _log.warning("lost the store: %s", failure)
        self._disconnect(connection)

    def close(self) -> None:
        """Disconnect for good."""
        with self._changed:
            self._closed = True
            connection, self._connection = self._connection, None
            self._changed.notify_all()
        if connection is not None:
            self._disconnect(connection)

    def _has_news(self) -> bool:
        return self._connection is not None or self._failure is not None or self._closed

    def _start_connecting(self) -> None:
        if self._connection is None and not self._connecting and not self._closed:
            self._connecting = True
            threading.Thread(target=self._connect_until_it_works, name="store-connect", daemon=True).start()

    def _connect_until_it_works(self) -> None:
        while True:
            try:
                connection = self._connect()
            except Exception as error:  # Whatever it is, this thread must not end: nobody would connect any more.
                _log.log(logging.WARNING if self._failure is None else logging.DEBUG, "no store yet: %s", error)
                with self._changed:
                    self._failure = error
                    self._changed.notify_all()
                    if self._changed.wait_for(lambda: self._closed, _RETRY_SECONDS):
                        return
            else:
                break
        with self._changed:
            self._connecting = False
            if not self._closed:
                self._connection, self._failure = connection, None
                self._changed.notify_all()
                return
        self._disconnect(connection)


def describe(error: Exception | None) -> str:
    """Name an error without its text, which may tell strangers about the inside of the network."""
    return "no answer yet" if error is None else type(error).__name__
