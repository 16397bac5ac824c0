"""The API, version 1: submit, read and list predictions."""

from flask import Blueprint, Response, request, url_for

from shared.ids import is_prediction_id
from shared.prediction import Prediction
from shared.store.contract import Picture
from web.describing import describe
from web.history import list_history
from web.intake import read_one
from web.lookup import Found, UnknownPredictionError, await_prediction, await_submitted, find_prediction
from web.owning import check_replaceable
from web.parts import get_parts
from web.preferences import PAGE_QUERY, read_page, read_preferred_wait, read_wait
from web.replies import make_reply, tell_rate, tell_submitted
from web.schemas import PredictionList
from web.submitting import submit

api = Blueprint("api", __name__, url_prefix="/v1")

PICTURE_CACHE_SECONDS = 3600


@api.post("/predictions")
@describe(
    responses={201: Prediction, 202: Prediction},
    errors=[400, 401, 403, 413, 415, 429, 503],
    query={"replaces": "The id of an older prediction of yours, whose place this one takes."},
    takes_picture=True,
)
def create_prediction() -> Response:
    """Submit a picture of a number.

    Answered with 202 at once, or, with `Prefer: wait=N`, with 201 when the prediction is done within N seconds.
    `replaces` names an older prediction of the same owner, for instance of a drawing that has gone on since: that one
    is canceled and erased once the new one is accepted.
    """
    parts = get_parts()
    owner = parts.owners.find_or_make(request)
    sent = read_one(request)
    if sent.replaces:
        check_replaceable(parts, request, sent.replaces)
    [receipt] = submit(parts, request, owner, [sent])
    wait = read_preferred_wait(request)
    found = await_submitted(parts, receipt, wait or 0)
    response = _answer(found, 201 if wait is not None and found.is_final else 202)
    tell_submitted(response, url_for("api.get_prediction", prediction_id=receipt.prediction_id), wait)
    tell_rate(response, parts.settings.rate_limit, receipt.rate_left)
    parts.owners.set_cookie(response, owner, request.is_secure)
    return response


@api.get("/predictions/<prediction_id>")
@describe(responses={200: Prediction}, errors=[400, 404, 503], query={"wait": "Seconds to wait until it is done."})
def get_prediction(prediction_id: str) -> Response:
    """Read a prediction; with `wait`, when it is done or the time is over."""
    wait = read_wait(request)
    parts = get_parts()
    found = await_prediction(parts, prediction_id, wait) if wait else find_prediction(parts, prediction_id)
    return _answer(found, 200)


@api.get("/predictions")
@describe(responses={200: PredictionList}, errors=[400, 401, 503], query=PAGE_QUERY)
def list_predictions() -> Response:
    """List the caller's own predictions, newest first."""
    limit, after = read_page(request)
    parts = get_parts()
    page = list_history(parts, parts.owners.find(request), limit, after)
    body = PredictionList(data=page.predictions, has_more=page.next_after is not None, next=page.next_after)
    return make_reply(body.model_dump_json())


@api.get("/predictions/<prediction_id>/input.png")
@describe(responses={200: "image/png"}, errors=[404, 503])
def get_input(prediction_id: str) -> Response:
    """What the CNN saw: one tile of 28x28 a digit, side by side."""
    return _send_picture(prediction_id, Picture.INPUT)


@api.get("/predictions/<prediction_id>/preview.png")
@describe(responses={200: "image/png"}, errors=[404, 503])
def get_preview(prediction_id: str) -> Response:
    """The picture, small."""
    return _send_picture(prediction_id, Picture.PREVIEW)


@api.get("/predictions/<prediction_id>/ink.png")
@describe(responses={200: "image/png"}, errors=[404, 503])
def get_ink(prediction_id: str) -> Response:
    """The ink that was found in the picture: black where a digit was read, grey where none was."""
    return _send_picture(prediction_id, Picture.INK)


def _send_picture(prediction_id: str, picture: Picture) -> Response:
    image = get_parts().store.get_picture(prediction_id, picture) if is_prediction_id(prediction_id) else None
    if image is None:
        raise UnknownPredictionError
    response = Response(image, mimetype="image/png")
    # It never changes, but may be erased.
    response.headers["Cache-Control"] = f"private, max-age={PICTURE_CACHE_SECONDS}"
    return response


def _answer(found: Found, status: int) -> Response:
    return make_reply(found.body, status, is_final=found.is_final)
