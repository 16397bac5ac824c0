"""The one place that turns errors into answers: problem+json (RFC 9457) for programs, a page for people."""

import re
from typing import Any

import structlog
from flask import Flask, Response, json, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from shared.errors import PROBLEM_PREFIX, NumberfigureError
from shared.prediction import Problem
from web.draining import drain
from web.sniff import TooLargeError

log = structlog.get_logger()

PROBLEM_JSON = "application/problem+json"
ADVICE = {
    404: "Check the address.",
    405: "Use a method that the Allow header lists.",
    500: "Try again; if it goes on, tell the operator the time at which it happened.",
}


def install_error_handlers(app: Flask) -> None:
    """Answer every error of every view here."""
    app.register_error_handler(NumberfigureError, _answer_own)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unexpected)


def _answer_own(error: NumberfigureError) -> Response:
    problem = Problem(type=error.type, title=error.title, status=error.status, detail=error.detail)
    return _answer(problem, error.retry_after)


def _answer_http(error: HTTPException) -> Response:
    if isinstance(error, RequestEntityTooLarge):
        return _answer_own(TooLargeError("The request as a whole has too many bytes. Send less at once."))
    status = error.code or 500
    slug = re.sub(r"\W+", "-", error.name.lower())
    detail = ADVICE.get(status) or error.description or error.name
    response = _answer(Problem(type=PROBLEM_PREFIX + slug, title=error.name, status=status, detail=detail), None)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _answer_unexpected(error: Exception) -> Response:
    log.error("request failed", path=request.path, exc_info=error)
    return _answer_own(NumberfigureError(ADVICE[500]))


def _answer(problem: Problem, retry_after: int | None) -> Response:
    drain(request)
    if _is_for_people():
        response = Response(render_template("problem.html", problem=problem, retry_after=retry_after), problem.status)
    else:
        body: dict[str, Any] = problem.model_dump()
        response = Response(json.dumps(body), problem.status, mimetype=PROBLEM_JSON)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _is_for_people() -> bool:
    """Tell whether a browser shows the answer; the API answers programs whatever they accept."""
    if request.path.startswith("/v1/"):
        return False
    return request.accept_mimetypes.best_match([PROBLEM_JSON, "application/json", "text/html"]) == "text/html"
