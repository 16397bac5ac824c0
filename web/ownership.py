"""What only the owner may do: cancel, erase, correct."""

from flask import Blueprint, Response, request

from shared.errors import NumberfigureError
from shared.ids import is_prediction_id
from shared.prediction import Prediction, Status
from shared.queue.submissions import Unfinished
from web.describing import describe
from web.lookup import UnknownPredictionError, find_prediction
from web.parts import Parts, get_parts
from web.possession import NotOwnerError
from web.schemas import Label

ownership = Blueprint("ownership", __name__, url_prefix="/v1/predictions/<prediction_id>")


class NotPossibleNowError(NumberfigureError):
    """The prediction stands where this cannot be done."""

    status = 409
    slug = "not-possible-now"
    title = "Not possible now"


@ownership.post("/cancel")
@describe(responses={200: Prediction}, errors=[401, 403, 404, 409, 503])
def cancel_prediction(prediction_id: str) -> Response:
    """Cancel a prediction that no worker has begun."""
    parts = get_parts()
    unfinished = _check_owner(parts, prediction_id)
    if unfinished and parts.queue.cancel(prediction_id, unfinished.owner) == "canceled":
        parts.publish([prediction_id])
    found = find_prediction(parts, prediction_id)
    if found.parse().status is not Status.CANCELED:
        raise NotPossibleNowError("It has begun or is done already. DELETE it, if it is not wanted.")
    return Response(found.body, mimetype="application/json")


@ownership.delete("")
@describe(responses={204: None}, errors=[401, 403, 404, 503])
def erase_prediction(prediction_id: str) -> Response:
    """Erase a prediction for good, its pictures too."""
    parts = get_parts()
    _check_owner(parts, prediction_id)
    # The store first: what finishes while this runs finds the erasure there.
    parts.store.erase(prediction_id, parts.owners.find(request) or "")
    parts.queue.erase(prediction_id)
    return Response(status=204)


@ownership.put("/label")
@describe(responses={200: Prediction}, errors=[400, 401, 403, 404, 409, 503], takes=Label)
def label_prediction(prediction_id: str) -> Response:
    """Say which number it really is; null takes the correction back."""
    label = Label.read(request)
    parts = get_parts()
    if _check_owner(parts, prediction_id) is not None:
        raise NotPossibleNowError("It is not done yet. Try again when it is.")
    if not parts.store.set_label(prediction_id, label.number):
        raise UnknownPredictionError
    # The hot copy lacks the label; the store has it.
    parts.queue.drop_hot_copy(prediction_id)
    return Response(find_prediction(parts, prediction_id).body, mimetype="application/json")


def _check_owner(parts: Parts, prediction_id: str) -> Unfinished | None:
    """Return the submission if it is unfinished. Raises UnknownPredictionError or NotOwnerError."""
    if not is_prediction_id(prediction_id):
        raise UnknownPredictionError
    owner = parts.owners.find(request)
    entry = parts.queue.look_up(prediction_id)
    unfinished = entry if isinstance(entry, Unfinished) else None
    record = unfinished or parts.store.get(prediction_id)
    if record is None:
        raise UnknownPredictionError
    if record.owner != owner:
        raise NotOwnerError
    return unfinished
