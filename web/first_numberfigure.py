"""The routes of the first Numberfigure, so that its own clients keep working; all go through the same queue."""

from flask import Blueprint, Response, json, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from shared.prediction import Prediction, Status
from web.intake import FORM_OVERHEAD, read_files, read_first_numberfigure
from web.lookup import await_submitted
from web.pages import render_prediction
from web.parts import get_parts
from web.preferences import WrongParameterError
from web.submitting import submit

first_numberfigure = Blueprint("first_numberfigure", __name__)

PATIENCE_SECONDS = 10
"""How long these routes hold a reply, since their clients do not poll."""

FILES_AT_ONCE = 20
MAX_DIGITS = 100


@first_numberfigure.get("/upload")
def show_form() -> AnyResponse:
    """Send people to the form."""
    return redirect("/", 303)


@first_numberfigure.post("/upload")
def upload() -> AnyResponse:
    """Answer one file with its result, or, when that takes long, with the page that waits; several with the history."""
    parts = get_parts()
    request.max_content_length = FILES_AT_ONCE * (parts.settings.max_upload_bytes + FORM_OVERHEAD)
    owner = parts.owners.find_or_make(request)
    receipts = submit(parts, request, owner, read_files(request))
    response: AnyResponse
    if len(receipts) > 1:
        response = redirect("/history", 303)
    else:
        found = await_submitted(parts, receipts[0], PATIENCE_SECONDS)
        prediction = found.parse()
        if found.is_final:
            response = make_response(render_prediction(prediction, is_owner=True, has_workers=True))
        else:
            response = redirect(prediction.urls.web, 303)
    parts.owners.set_cookie(response, owner, request.is_secure)
    return response


@first_numberfigure.get("/upload2")
def show_board() -> str:
    """Show the draw-board alone."""
    return render_template("board.html")


@first_numberfigure.post("/upload3")
def upload_drawing() -> Response:
    """Answer a drawing with {"status": "success", "data": "7"}."""
    parts = get_parts()
    owner = parts.owners.find_or_make(request)
    [receipt] = submit(parts, request, owner, [read_first_numberfigure(request)])
    prediction = await_submitted(parts, receipt, PATIENCE_SECONDS).parse()
    response = Response(json.dumps(_write_answer(prediction)), mimetype="application/json")
    parts.owners.set_cookie(response, owner, request.is_secure)
    return response


@first_numberfigure.get("/result")
def show_result() -> str:
    """Show a number that the old page passes on. Digits only: it is anybody's text."""
    number = request.args.get("data", "")
    if number and not (number.isascii() and number.replace(" ", "").isdigit() and len(number) <= MAX_DIGITS):
        raise WrongParameterError("`data` must be the digits that were read.")
    return render_template("result.html", number=number)


def _write_answer(prediction: Prediction) -> dict[str, str]:
    if prediction.status is Status.SUCCEEDED:
        return {"status": "success", "data": prediction.number}
    detail = prediction.error.detail if prediction.error else "It takes longer than usual."
    return {"status": str(prediction.status), "data": "", "detail": detail, "url": prediction.urls.web}
