"""Reading on what is refused: a sender that is cut off while it sends sees a broken connection, and no answer."""

import contextlib
import time

from flask import Request

from web.receiving import stop_counting

MOST_BYTES = 100_000_000
MOST_SECONDS = 10.0
CHUNK = 1 << 16


def drain(request: Request) -> None:
    """Read and drop the rest of the body, within bounds of size and time."""
    stop_counting()
    stream = request.environ["wsgi.input"]
    until = time.monotonic() + MOST_SECONDS
    read = 0
    with contextlib.suppress(OSError, ValueError):
        while read < MOST_BYTES and time.monotonic() < until:
            chunk = stream.read(CHUNK)
            if not chunk:
                return
            read += len(chunk)
