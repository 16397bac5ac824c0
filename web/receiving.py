"""How many bytes of requests are held in memory at once: bounded, whoever sends them."""

import threading
from typing import Any, cast

from flask import Flask, g, request

from shared.queue.submissions import QueueFullError


class Receiving:
    """Counts the bytes that this process holds of requests that are being answered."""

    def __init__(self, most_bytes: int) -> None:
        self.bytes = 0
        self._most = most_bytes
        self._lock = threading.Lock()

    def take(self, size: int, held: int) -> None:
        """Count bytes of a request that has `held` already. Raises QueueFullError where others leave it no room."""
        with self._lock:
            if self.bytes > held and self.bytes + size > self._most:
                raise QueueFullError("Too much is being received at once. Try again in a few seconds.", retry_after=5)
            self.bytes += size

    def give_back(self, size: int) -> None:
        """Count them out."""
        with self._lock:
            self.bytes -= size


class CountedInput:
    """The body of a request, counted as it is read: what is announced and not sent takes no memory."""

    def __init__(self, body: Any, receiving: Receiving) -> None:
        self._body = body
        self._receiving = receiving
        self._held = 0
        self._is_counted = True

    def read(self, size: int = -1) -> bytes:
        """Read on. Raises QueueFullError, once: what is read after that is dropped."""
        data = cast(bytes, self._body.read(size))
        if self._is_counted:
            try:
                self._receiving.take(len(data), self._held)
            except QueueFullError:
                self.let_go()
                raise
            self._held += len(data)
        return data

    def hand_on(self) -> None:
        """Count out what was read so far: it is no longer held, but used up, or in the queue, or in a file."""
        self._receiving.give_back(self._held)
        self._held = 0

    def let_go(self) -> None:
        """Count the whole of it out, and nothing of it from now on."""
        self.hand_on()
        self._is_counted = False


def stop_counting() -> None:
    """Let go of the body of the present request, which is answered, or read only to be dropped."""
    if body := g.pop("body", None):
        body.let_go()


def bound_what_is_received(app: Flask, most_bytes: int) -> Receiving:
    """Refuse bodies when this process has no room for them."""
    receiving = Receiving(most_bytes)

    @app.before_request
    def begin() -> None:
        g.body = request.environ["wsgi.input"] = CountedInput(request.environ["wsgi.input"], receiving)

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        stop_counting()

    return receiving
