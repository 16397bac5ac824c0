"""What only the owner may do, whichever way it is asked for: cancel, erase, correct."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from flask import Request

from shared.errors import NumberfigureError
from shared.ids import is_prediction_id
from shared.prediction import Prediction, Status
from shared.queue.unfinished import Unfinished
from shared.store.contract import StoredAnswer
from web.history import list_history
from web.lookup import Found, UnknownPredictionError, find_prediction
from web.parts import Parts

ERASED_AT_ONCE = 100
ERASING_THREADS = 8


class NotOwnerError(NumberfigureError):
    """Someone else submitted it."""

    status = 403
    slug = "not-owner"
    title = "Only the owner may do that"

    def __init__(self) -> None:
        super().__init__("Use the cookie, or the same token as a bearer, with which the picture was submitted.")


class NotPossibleNowError(NumberfigureError):
    """The prediction stands where this cannot be done."""

    status = 409
    slug = "not-possible-now"
    title = "Not possible now"


def is_owner(parts: Parts, request: Request, prediction_id: str) -> bool:
    """Tell whether the visitor may change a prediction; where that cannot be found out, no."""
    try:
        if parts.owners.find(request) is None:
            return False
        _check_owner(parts, request, prediction_id)
    except NumberfigureError:
        return False
    return True


def check_replaceable(parts: Parts, request: Request, prediction_id: str) -> None:
    """Raise NotOwnerError for what is someone else's. What is gone already needs no replacing, and is no error."""
    with contextlib.suppress(UnknownPredictionError):
        _check_owner(parts, request, prediction_id)


def cancel_owned(parts: Parts, request: Request, prediction_id: str) -> Found:
    """Cancel what no worker has begun, and return it as it is then. Raises NotPossibleNowError for what has begun."""
    record = _check_owner(parts, request, prediction_id)
    if isinstance(record, Unfinished) and parts.queue.cancel(prediction_id, record.owner) == "canceled":
        parts.publish([prediction_id])
    found = find_prediction(parts, prediction_id)
    if found.parse().status is not Status.CANCELED:
        raise NotPossibleNowError("It has begun or is done already. DELETE it, if it is not wanted.")
    return found


def erase_owned(parts: Parts, request: Request, prediction_id: str) -> None:
    """Erase a prediction for good, its pictures too."""
    record = _check_owner(parts, request, prediction_id)
    if isinstance(record, Unfinished):
        _erase(parts, record.owner, prediction_id, record.batch_id)
    else:
        prediction = Prediction.model_validate_json(record.answer)
        _erase(parts, record.owner, prediction_id, prediction.batch or "", prediction.status)


def erase_all_owned(parts: Parts, request: Request) -> None:
    """Erase all that the visitor has sent so far, batches aside; what is sent meanwhile stays."""
    owner = parts.owners.find(request)
    if owner is None:
        return
    with ThreadPoolExecutor(ERASING_THREADS) as threads:
        for ids in _list_pages(parts, owner):
            # The first error, of a store that is away, is raised here.
            list(threads.map(lambda prediction_id: _erase(parts, owner, prediction_id), ids))


def label_owned(parts: Parts, request: Request, prediction_id: str, number: str | None) -> Found:
    """Keep what the person says the number is; None takes that back."""
    if isinstance(_check_owner(parts, request, prediction_id), Unfinished):
        raise NotPossibleNowError("It is not done yet. Try again when it is.")
    if not parts.store.set_label(prediction_id, number):
        raise UnknownPredictionError
    # The hot copy lacks the label; the store has it.
    parts.queue.drop_hot_copy(prediction_id)
    return find_prediction(parts, prediction_id)


def _list_pages(parts: Parts, owner: str) -> Iterator[list[str]]:
    after: str | None = None
    while True:
        page = list_history(parts, owner, ERASED_AT_ONCE, after)
        yield [prediction.id for prediction in page.predictions]
        after = page.next_after
        if after is None:
            return


def _erase(parts: Parts, owner: str, prediction_id: str, batch_id: str = "", status: str = "") -> None:
    # The store first: what finishes while this runs finds the erasure there.
    parts.store.erase(prediction_id, owner, batch_id)
    parts.queue.erase(prediction_id, batch_id, status)


def _check_owner(parts: Parts, request: Request, prediction_id: str) -> Unfinished | StoredAnswer:
    """Return the submission or its answer, if it is the visitor's. Raises UnknownPredictionError or NotOwnerError."""
    if not is_prediction_id(prediction_id):
        raise UnknownPredictionError
    owner = parts.owners.find(request)
    entry = parts.queue.look_up(prediction_id)
    record = entry if isinstance(entry, Unfinished) else parts.store.get(prediction_id)
    if record is None:
        raise UnknownPredictionError
    if record.owner != owner:
        raise NotOwnerError
    return record
