"""Pages, styles and scripts travel compressed: a first visit takes a third of the bytes.

Answers of the API do not, as they are small and many. Flask-Compress would bring three packages for a page of code.
"""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

KINDS = {"text/html", "text/css", "text/javascript", "image/svg+xml"}
WORTH_BYTES = 500
"""Below this the answer would hardly be smaller."""

KEPT = 128
"""Compressed answers that are kept: all styles and scripts, and pages that are the same for everyone."""


def compress_answers(app: Flask) -> None:
    """Compress what is worth it, for those who understand it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype not in KINDS or response.status_code != 200 or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] == 0 or request.method == "HEAD":
        return response
    data = _read(response)
    if len(data) >= WORTH_BYTES:
        response.set_data(_gzip(data))
        response.headers["Content-Encoding"] = "gzip"
        if "ETag" in response.headers:
            # The bytes differ from those that are not compressed; what they mean does not.
            etag, _ = response.get_etag()
            response.set_etag(etag or "", weak=True)
    return response


def _read(response: Response) -> bytes:
    """Read the body, also of a file, which would otherwise be passed through as it is and closed at the end."""
    source = response.response
    response.direct_passthrough = False
    data = response.get_data()
    if close := getattr(source, "close", None):
        close()
    return data


@lru_cache(maxsize=KEPT)
def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
