"""Submitting: check, accept, publish. After this the submission is safe, and somebody will answer it."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from flask import Request

from shared.ids import make_prediction_id
from shared.prediction import Status
from shared.queue.submissions import Submission
from shared.queue.unfinished import Unfinished
from shared.store.contract import StoreUnavailableError
from web.intake import Sent
from web.owners import Owner
from web.parts import Parts
from web.sniff import Limits, count_pixels

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a submission that was just accepted."""

    submission: Unfinished
    rate_left: int | None
    """How many more images this client may send within the minute; None is no limit."""

    @property
    def prediction_id(self) -> str:
        """The id under which it is answered."""
        return self.submission.prediction_id


def submit(parts: Parts, request: Request, owner: Owner, pictures: Sequence[Sent]) -> list[Receipt]:
    """Accept pictures, all of them checked before the first is accepted.

    Raises what `count_pixels` raises, QueueFullError, RateLimitedError and QueueUnavailableError. Where that happens
    between two pictures, those already accepted stay accepted. The caller has made sure that what is replaced is the
    owner's.
    """
    limits = Limits(parts.settings.max_upload_bytes, parts.settings.max_pixels)
    pixels = [count_pixels(sent.image, limits) for sent in pictures]
    client = request.remote_addr or "unknown"
    receipts = []
    for sent, count in zip(pictures, pixels, strict=True):
        prediction_id = make_prediction_id()
        with parts.waiting.expect(prediction_id):
            accepted = parts.queue.accept(
                Submission(prediction_id, sent.image, count, owner.name, sent.filename, client, sent.replaces)
            )
        if accepted.needs_message:
            parts.publish([prediction_id])
        submission = Unfinished(
            prediction_id, Status.QUEUED, accepted.accepted_ms, owner.name, sent.filename, accepted.position
        )
        receipts.append(Receipt(submission, accepted.rate_left))
        _erase_replaced(parts, owner, accepted.replaced)
    return receipts


def _erase_replaced(parts: Parts, owner: Owner, prediction_ids: Sequence[str]) -> None:
    """Erase from the store what has left the queue: the new one is safe, so nothing can be lost any more.

    What its owner has corrected or confirmed stays, as that is more than a try.
    """
    for prediction_id in prediction_ids:
        try:
            stored = parts.store.get(prediction_id)
            if stored is None or stored.label is None:
                parts.store.erase(prediction_id, owner.name)
        except StoreUnavailableError as error:
            # The newer one is accepted, which is what counts; the older one stays in the history until it is erased.
            log.warning("replaced and not erased", prediction_id=prediction_id, reason=error.detail)
