"""What the pages' own forms send, so that correcting, erasing and canceling work without JavaScript.

That another site's page cannot send them in a visitor's name is seen to in web/security.py, for every POST.
"""

import contextlib

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from web.batches.owning import erase_all_batches
from web.owning import NotPossibleNowError, cancel_owned, erase_all_owned, erase_owned, label_owned
from web.parts import get_parts
from web.preferences import WrongParameterError
from web.schemas import is_number

forms = Blueprint("forms", __name__)


@forms.post("/p/<prediction_id>/label")
def correct(prediction_id: str) -> Response:
    """Keep the number that a person says it is; an empty one takes that back."""
    # People separate lines by a blank, or by more.
    number = " ".join(request.form.get("number", "").split())
    if number and not is_number(number):
        raise WrongParameterError("Write the digits that are in the picture, 0 to 9, with a space between lines.")
    label_owned(get_parts(), request, prediction_id, number or None)
    return _go_to(prediction_id, "judgement")


@forms.post("/p/<prediction_id>/cancel")
def cancel(prediction_id: str) -> Response:
    """Cancel what waits. What has begun meanwhile is shown as it is."""
    with contextlib.suppress(NotPossibleNowError):
        cancel_owned(get_parts(), request, prediction_id)
    return _go_to(prediction_id)


@forms.post("/p/<prediction_id>/erase")
def erase(prediction_id: str) -> Response:
    """Erase one, and go on with the others."""
    erase_owned(get_parts(), request, prediction_id)
    return redirect(url_for("pages.show_history"), 303)


@forms.post("/history/erase")
def erase_all() -> Response:
    """Erase all that the visitor has sent."""
    parts = get_parts()
    erase_all_owned(parts, request)
    if owner := parts.owners.find(request):
        erase_all_batches(parts, owner)
    return redirect(url_for("pages.show_history"), 303)


def _go_to(prediction_id: str, part: str | None = None) -> Response:
    return redirect(url_for("pages.show_prediction", prediction_id=prediction_id, _anchor=part), 303)
