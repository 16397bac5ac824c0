"""The headers that the API's replies have in common."""

from flask import Response

POLL_AGAIN_SECONDS = 1


def make_reply(body: bytes | str, status: int = 200, *, is_final: bool = True) -> Response:
    """Reply with JSON for the caller alone; what is not final yet says when to ask again."""
    response = Response(body, status, mimetype="application/json")
    keep_private(response)
    if not is_final:
        response.headers["Retry-After"] = str(POLL_AGAIN_SECONDS)
    return response


def keep_private(response: Response) -> None:
    """Have no cache keep it: it may change, or be erased."""
    response.headers["Cache-Control"] = "private, no-store"


def tell_submitted(response: Response, location: str, wait: int | None) -> None:
    """Tell where what was submitted is, and that a wish to wait was heeded."""
    response.headers["Location"] = location
    if wait is not None:
        response.headers["Preference-Applied"] = f"wait={wait}"


def tell_rate(response: Response, limit: int, left: int | None) -> None:
    """Tell how many more images the client may send within the minute; None is no limit."""
    if left is not None:
        response.headers["X-RateLimit-Limit"] = str(limit)
        response.headers["X-RateLimit-Remaining"] = str(left)
