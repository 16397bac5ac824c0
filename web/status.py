"""/status, the operator's page: the queue, the accounts, the workers and the models, as they are now."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from shared.queue.connection import QueueUnavailableError
from web.condition import assess_condition
from web.parts import Parts, get_parts
from web.plots import Plot, draw_plots

status = Blueprint("status", __name__)

REFRESH_SECONDS = 5


@status.get("/status")
def show_status() -> Response:
    """Show the page; with the right `?token=` go to it anew, so that the token is not left in the address."""
    parts = get_parts()
    response: Response
    if parts.operators.is_token(request.args.get("token", "")):
        response = redirect("/status", 303)
        parts.operators.set_cookie(response, request.is_secure)
    else:
        parts.operators.check(request)
        condition = assess_condition(parts)
        plots = _draw_plots(parts) if condition.accounts else []
        page = render_template("status.html", condition=condition, plots=plots, refresh_seconds=REFRESH_SECONDS)
        response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _draw_plots(parts: Parts) -> list[Plot]:
    """Draw the plots, or none when Redis has just gone away."""
    try:
        return draw_plots(parts.pulse.read_spans())
    except QueueUnavailableError:
        return []
