"""What is written of an outcome: the prediction object, and the record for the store."""

from dataclasses import dataclass

import structlog

from model.preview import encode_tiles
from shared.prediction import Digit, Prediction, Status, Timings, format_time, make_urls
from shared.queue.claims import Claim
from shared.store.contract import Picture, PredictionRecord
from worker.reading import BROKEN, Outcome

log = structlog.get_logger()

MAX_ATTEMPT = 999
"""The store orders the answers to one submission by a count within its millisecond of acceptance."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What all answers of a batch share; times in milliseconds since 1970 on Redis's clock."""

    claimed_ms: int
    completed_ms: int
    worker: str
    model_version: str
    keep_originals: bool


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished submission: its claim, how it ended, and what the store keeps of it."""

    claim: Claim
    status: Status
    record: PredictionRecord


def finish(outcome: Outcome, circumstances: Circumstances) -> Finished:
    """Write down an outcome; one that cannot be written fails by itself, and takes no neighbour along."""
    try:
        return _finish(outcome, circumstances)
    except MemoryError:
        raise
    except Exception:
        log.exception("answer cannot be written", prediction_id=outcome.claim.prediction_id)
        return _finish(Outcome(outcome.claim, problem=BROKEN), circumstances)


def _finish(outcome: Outcome, circumstances: Circumstances) -> Finished:
    prediction = _build_prediction(outcome, circumstances)
    return Finished(outcome.claim, prediction.status, _build_record(outcome, prediction, circumstances.keep_originals))


def _build_prediction(outcome: Outcome, circumstances: Circumstances) -> Prediction:
    """Build the prediction object of a finished submission."""
    claim, reading = outcome.claim, outcome.reading
    return Prediction(
        id=claim.prediction_id,
        status=_final_status(outcome),
        number=reading.number if reading else "",
        digits=[
            Digit(
                digit=digit.digit,
                confidence=digit.confidence,
                probabilities=list(digit.probabilities),
                box=list(digit.box),
                line=digit.line,
            )
            for digit in (reading.digits if reading else ())
        ],
        width=reading.width if reading else None,
        height=reading.height if reading else None,
        warnings=list(reading.warnings) if reading else [],
        filename=claim.filename,
        model_version=circumstances.model_version,
        worker=circumstances.worker,
        created_at=format_time(claim.accepted_ms),
        completed_at=format_time(circumstances.completed_ms),
        timings=Timings(
            queued_ms=max(0, circumstances.claimed_ms - claim.accepted_ms),
            preprocess_ms=outcome.preprocess_ms,
            inference_ms=outcome.inference_ms,
        ),
        error=outcome.problem,
        batch=claim.batch_id or None,
        urls=make_urls(claim.prediction_id),
    )


def _build_record(outcome: Outcome, prediction: Prediction, keep_originals: bool) -> PredictionRecord:
    """Build what the store keeps of a prediction."""
    claim = outcome.claim
    return PredictionRecord(
        prediction_id=claim.prediction_id,
        owner=claim.owner,
        accepted_ms=claim.accepted_ms,
        attempt=min(claim.token, MAX_ATTEMPT),
        filename=claim.filename,
        output=prediction.number,
        answer=prediction.model_dump_json().encode(),
        pictures=_collect_pictures(outcome)
        | ({Picture.ORIGINAL: claim.image} if keep_originals and claim.image else {}),
        status=prediction.status,
        batch_id=claim.batch_id,
    )


def _final_status(outcome: Outcome) -> Status:
    if outcome.claim.status is Status.CANCELED:
        return Status.CANCELED
    return Status.FAILED if outcome.problem else Status.SUCCEEDED


def _collect_pictures(outcome: Outcome) -> dict[Picture, bytes]:
    reading = outcome.reading
    if reading is None:
        return {}
    pictures = {Picture.PREVIEW: reading.preview, Picture.INK: outcome.ink}
    if reading.digits:
        pictures[Picture.INPUT] = encode_tiles(reading.tiles)
    return pictures
