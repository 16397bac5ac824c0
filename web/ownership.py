"""The API's calls that are for the owner alone."""

from flask import Blueprint, Response, request

from shared.prediction import Prediction
from web.describing import describe
from web.owning import cancel_owned, erase_owned, label_owned
from web.parts import get_parts
from web.schemas import Label

ownership = Blueprint("ownership", __name__, url_prefix="/v1/predictions/<prediction_id>")


@ownership.post("/cancel")
@describe(responses={200: Prediction}, errors=[401, 403, 404, 409, 503])
def cancel_prediction(prediction_id: str) -> Response:
    """Cancel a prediction that no worker has begun."""
    return Response(cancel_owned(get_parts(), request, prediction_id).body, mimetype="application/json")


@ownership.delete("")
@describe(responses={204: None}, errors=[401, 403, 404, 503])
def erase_prediction(prediction_id: str) -> Response:
    """Erase a prediction for good, its pictures too."""
    erase_owned(get_parts(), request, prediction_id)
    return Response(status=204)


@ownership.put("/label")
@describe(responses={200: Prediction}, errors=[400, 401, 403, 404, 409, 503], takes=Label)
def label_prediction(prediction_id: str) -> Response:
    """Say which number it really is; null takes the correction back."""
    number = Label.read(request).number
    return Response(label_owned(get_parts(), request, prediction_id, number).body, mimetype="application/json")
