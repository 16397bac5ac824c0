"""What a caller wants of a reply: to be held, by `?wait=N` or `Prefer: wait=N` (RFC 7240), and which page of a list."""

import re

from flask import Request

from shared.constants import MAX_WAIT_SECONDS
from shared.errors import NumberfigureError
from shared.ids import is_prediction_id

MAX_PAGE = 100
"""The longest page of a list; longer wishes are clamped."""

USUAL_PAGE = 20

PAGE_QUERY = {"limit": "How many at most, up to 100.", "after": "The `next` of the page before."}
"""What the API's description says of the two."""

_WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,9})\"?", re.IGNORECASE)


class WrongParameterError(NumberfigureError):
    """A parameter of the request has a value that cannot be used."""

    status = 400
    slug = "wrong-parameter"
    title = "A parameter is wrong"


def read_wait(request: Request) -> int:
    """Read `?wait=N` in seconds; 0 when it is not given, clamped to the longest wait."""
    return read_integer(request, "wait", default=0, least=0, most=MAX_WAIT_SECONDS)


def read_preferred_wait(request: Request) -> int | None:
    """Read `Prefer: wait=N`, clamped; None when there is no such preference, or it is malformed (it may be ignored)."""
    found = _WAIT.search(",".join(request.headers.getlist("Prefer")))
    return min(int(found[1]), MAX_WAIT_SECONDS) if found else None


def read_page(request: Request, least: int = 1) -> tuple[int, str | None]:
    """Read `?limit=N`, at least `least`, and `?after=ID`, None for the first page. Raises WrongParameterError."""
    after = request.args.get("after") or None
    if after is not None and not is_prediction_id(after):
        raise WrongParameterError("`after` must be the `next` of a page.")
    return read_integer(request, "limit", default=USUAL_PAGE, least=least, most=MAX_PAGE), after


def read_integer(request: Request, name: str, *, default: int, least: int, most: int) -> int:
    """Read a whole number from the query, clamped to `most`. Raises WrongParameterError."""
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or int(text[:12]) < least:
        raise WrongParameterError(f"`{name}` must be a whole number from {least} to {most}.")
    return min(int(text[:12]), most)
