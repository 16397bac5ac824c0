"""A connection that is made in the background and made again when lost."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from shared.store.contract import StoreUnavailableError
from shared.store.kept_connection import KeptConnection

IN_TIME_SECONDS = 10


class Backend:
    """Something to connect to that can be away."""

    def __init__(self) -> None:
        self.is_there = True
        self.attempts = 0
        self.lost: list[object] = []

    def connect(self) -> object:
        self.attempts += 1
        if not self.is_there:
            raise ConnectionError("host secret.internal is away")
        return object()


@contextmanager
def keep(backend: Backend) -> Iterator[KeptConnection[object]]:
    kept = KeptConnection(backend.connect, backend.lost.append)
    yield kept
    kept.close()


def wait_until(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + IN_TIME_SECONDS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_connects_at_the_first_call_and_only_once() -> None:
    backend = Backend()
    with keep(backend) as kept:
        assert backend.attempts == 0
        assert kept.get() is kept.get()
        assert backend.attempts == 1
    assert len(backend.lost) == 1


def test_fails_at_once_while_away_and_comes_back_without_a_call() -> None:
    backend = Backend()
    backend.is_there = False
    with keep(backend) as kept:
        for _ in range(20):
            with pytest.raises(StoreUnavailableError) as caught:
                kept.get()
            assert "ConnectionError" in caught.value.detail
            assert "secret" not in caught.value.detail
        assert backend.attempts < 5
        backend.is_there = True
        attempts = backend.attempts
        wait_until(lambda: backend.attempts > attempts)
        wait_until(lambda: not any(thread.name == "store-connect" for thread in threading.enumerate()))
        assert kept.get()


def test_a_lost_connection_is_replaced_once() -> None:
    backend = Backend()
    with keep(backend) as kept:
        first = kept.get()
        kept.drop(first, ConnectionError("lost"))
        kept.drop(first, ConnectionError("lost"))
        assert backend.lost == [first]
        wait_until(lambda: backend.attempts == 2)


def test_a_call_never_waits_long_for_a_connection_that_hangs() -> None:
    release = threading.Event()
    kept: KeptConnection[object] = KeptConnection(lambda: release.wait(60), lambda _: None)
    started = time.monotonic()
    with pytest.raises(StoreUnavailableError):
        kept.get()
    assert time.monotonic() - started < IN_TIME_SECONDS
    kept.close()
    release.set()


def test_closing_ends_the_trying() -> None:
    backend = Backend()
    backend.is_there = False
    with keep(backend) as kept, pytest.raises(StoreUnavailableError):
        kept.get()
    wait_until(lambda: not any(thread.name == "store-connect" for thread in threading.enumerate()))
    with pytest.raises(StoreUnavailableError):
        kept.get()
