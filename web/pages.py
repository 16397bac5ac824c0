"""The pages that people see."""

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from shared.ids import is_prediction_id
from shared.prediction import Prediction
from web.history import list_history
from web.lookup import find_prediction
from web.owning import is_owner
from web.parts import get_parts
from web.replies import keep_private
from web.samples import SAMPLES
from web.showing import show

pages = Blueprint("pages", __name__)

HISTORY_PAGE = 24


@pages.get("/")
def show_home() -> str:
    """Show upload and draw-board side by side."""
    limit = get_parts().settings.max_upload_bytes
    return render_template("home.html", samples=SAMPLES, max_upload_bytes=limit)


def render_prediction(prediction: Prediction, *, is_owner: bool, has_workers: bool) -> str:
    """Render the page of a prediction, which is also what one file in the form is answered with."""
    shown = show(prediction, is_owner=is_owner, has_workers=has_workers)
    return render_template("prediction.html", shown=shown, prediction=prediction)


@pages.get("/p/<prediction_id>")
def show_prediction(prediction_id: str) -> Response:
    """Show a prediction as it is now; the page polls until it is done."""
    parts = get_parts()
    prediction = find_prediction(parts, prediction_id).parse()
    owned = is_owner(parts, request, prediction_id)
    response = make_response(render_prediction(prediction, is_owner=owned, has_workers=parts.pace.has_workers))
    keep_private(response)
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
    is_waiting = any(not prediction.status.is_final for prediction in page.predictions)
    text = render_template(
        "history.html", predictions=page.predictions, next_url=next_url, is_first=after is None, is_waiting=is_waiting
    )
    response = make_response(text)
    keep_private(response)
    return response
