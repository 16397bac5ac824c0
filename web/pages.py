"""The pages that people see."""

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from shared.ids import is_prediction_id
from web.history import list_history
from web.lookup import find_prediction
from web.parts import get_parts
from web.samples import SAMPLES

pages = Blueprint("pages", __name__)

HISTORY_PAGE = 24


@pages.get("/")
def show_home() -> str:
    """Show upload and draw-board side by side."""
    limit = get_parts().settings.max_upload_bytes
    return render_template("home.html", samples=SAMPLES, max_upload_bytes=limit)


@pages.get("/p/<prediction_id>")
def show_prediction(prediction_id: str) -> Response:
    """Show a prediction as it is now; the page polls until it is done."""
    found = find_prediction(get_parts(), prediction_id)
    response = make_response(render_template("prediction.html", prediction=found.parse()))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@pages.get("/history")
def show_history() -> AnyResponse:
    """Show the visitor's own predictions, newest first."""
    after = request.args.get("after") or None
    if after is not None and not is_prediction_id(after):
        return redirect("/history", 303)
    parts = get_parts()
    page = list_history(parts, parts.owners.find(request), HISTORY_PAGE, after)
    next_url = f"/history?{urlencode({'after': page.next_after})}" if page.next_after else None
    response = make_response(render_template("history.html", predictions=page.predictions, next_url=next_url))
    response.headers["Cache-Control"] = "private, no-store"
    return response
