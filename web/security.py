"""What protects visitors' browsers: headers on every answer, and no POST from other people's sites."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request

from shared.errors import NumberfigureError

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_LINES = list(HEADERS.items())
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class CrossSiteError(NumberfigureError):
    """Another site's page sent a form or a script's request in a visitor's name."""

    status = 403
    slug = "cross-site"
    title = "Requests from other sites are refused"


def install_security(app: Flask) -> None:
    """Add the headers and the check."""
    app.before_request(_refuse_cross_site)
    # Outside of Flask, as they are the same for every answer: its headers are looked through for each that is set.
    app.wsgi_app = _add_headers(app.wsgi_app)  # type: ignore[method-assign]


def _refuse_cross_site() -> None:
    """Browsers say where a request comes from; programs say nothing, and are let through."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    own_origin = origin is None or origin.partition("://")[2] == request.host
    if site not in {None, "same-origin", "none"} or (site is None and not own_origin):
        raise CrossSiteError("Open Numberfigure itself, or call the API from a program.")


def _add_headers(answer: Callable[..., Iterable[bytes]]) -> Any:
    def answer_with_headers(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, headers + _LINES, *rest)

        return answer(environ, start)

    return answer_with_headers
