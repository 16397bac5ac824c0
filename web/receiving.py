"""How many bytes of requests are being received: bounded, since each of them is held in memory until it is accepted."""

import threading

from flask import Flask, Response, g, request

from shared.queue.submissions import QueueFullError


class Receiving:
    """Counts the bytes that are on their way into this process."""

    def __init__(self, most_bytes: int) -> None:
        self.bytes = 0
        self._most = most_bytes
        self._lock = threading.Lock()

    def begin(self, size: int) -> None:
        """Count a body in. Raises QueueFullError beyond the bound, but one alone is never refused here."""
        with self._lock:
            if self.bytes and self.bytes + size > self._most:
                raise QueueFullError("Too much is being received at once. Try again in a few seconds.", retry_after=5)
            self.bytes += size

    def end(self, size: int) -> None:
        """Count it out."""
        with self._lock:
            self.bytes -= size


def bound_what_is_received(app: Flask, most_bytes: int) -> Receiving:
    """Refuse bodies that this process has no room for, before it reads them."""
    receiving = Receiving(most_bytes)

    @app.before_request
    def begin() -> Response | None:
        # A body of unknown length is as long as it may be.
        unknown = app.config["MAX_CONTENT_LENGTH"] if request.environ.get("wsgi.input_terminated") else 0
        size = request.content_length or unknown
        receiving.begin(size)
        g.received_bytes = size
        return None

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        receiving.end(g.pop("received_bytes", 0))

    return receiving
