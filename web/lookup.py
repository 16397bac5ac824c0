"""Finding predictions: the hot copy or the queue in Redis first, then the store; and waiting until they are done."""

from dataclasses import dataclass

import structlog

from shared.errors import NumberfigureError, UnavailableError
from shared.ids import is_prediction_id
from shared.prediction import Prediction, QueuePlace, Status, format_time, make_urls
from shared.queue.connection import QueueUnavailableError
from shared.queue.unfinished import Unfinished
from shared.store.contract import StoredAnswer
from web.parts import Parts
from web.submitting import Receipt

log = structlog.get_logger()


class UnknownPredictionError(NumberfigureError):
    """There is no such prediction, or it was erased."""

    status = 404
    slug = "unknown-prediction"
    title = "No such prediction"

    def __init__(self) -> None:
        super().__init__("Check the id. A prediction that was erased, or is older than is kept, is gone for good.")


@dataclass(frozen=True, slots=True)
class Found:
    """A prediction as it is now: its object as JSON, and whether it will still change by itself."""

    body: bytes
    is_final: bool

    def parse(self) -> Prediction:
        """Read the object, for the pages."""
        return Prediction.model_validate_json(self.body)


def find_prediction(parts: Parts, prediction_id: str) -> Found:
    """Find a prediction as it is now. Raises UnknownPredictionError, QueueUnavailableError, StoreUnavailableError."""
    if not is_prediction_id(prediction_id):
        raise UnknownPredictionError
    try:
        entry = parts.queue.look_up(prediction_id)
    except QueueUnavailableError:
        # What is done can be shown all the same.
        if stored := parts.store.get(prediction_id):
            return Found(describe_stored(stored), True)
        raise
    if isinstance(entry, bytes):
        return Found(entry, True)
    if isinstance(entry, Unfinished):
        return _show_unfinished(parts, entry)
    if stored := parts.store.get(prediction_id):
        return Found(describe_stored(stored), True)
    raise UnknownPredictionError


def await_prediction(parts: Parts, prediction_id: str, seconds: float) -> Found:
    """Find a prediction, waiting up to `seconds` until it is done. Where too many wait already, don't."""

    def look(answer: bytes) -> Found:
        return Found(answer, True) if answer else find_prediction(parts, prediction_id)

    return parts.waiting.look_until(prediction_id, seconds, look, lambda found: found.is_final)


def await_submitted(parts: Parts, receipt: Receipt, seconds: float) -> Found:
    """Wait for what was just accepted. When it cannot be looked up it is accepted all the same, and said to wait."""
    if seconds <= 0:
        return _show_unfinished(parts, receipt.submission)
    try:
        return await_prediction(parts, receipt.prediction_id, seconds)
    except UnavailableError as error:
        log.warning("accepted and not found", prediction_id=receipt.prediction_id, reason=error.detail)
        return _show_unfinished(parts, receipt.submission)


def _show_unfinished(parts: Parts, entry: Unfinished) -> Found:
    prediction = describe_unfinished(parts, entry)
    return Found(prediction.model_dump_json().encode(), prediction.status.is_final)


def describe_unfinished(parts: Parts, entry: Unfinished) -> Prediction:
    """Describe a submission that is still in the queue."""
    place = None
    if entry.status is Status.QUEUED and entry.position is not None:
        place = QueuePlace(position=entry.position, eta_seconds=parts.pace.estimate_seconds(entry.position))
    return Prediction(
        id=entry.prediction_id,
        status=entry.status,
        filename=entry.filename,
        created_at=format_time(entry.accepted_ms),
        queue=place,
        batch=entry.batch_id or None,
        urls=make_urls(entry.prediction_id),
    )


def describe_stored(stored: StoredAnswer) -> bytes:
    """Return the stored object, with the label that a person gave since."""
    if stored.label is None:
        return stored.answer
    prediction = Prediction.model_validate_json(stored.answer)
    return prediction.model_copy(update={"label": stored.label}).model_dump_json().encode()
