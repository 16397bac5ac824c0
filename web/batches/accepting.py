"""Accepting a batch in pieces, as it comes in: what web holds of it is bounded, and so is what waits in the queue."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import structlog
from flask import Request

from shared.constants import PIECE_BYTES, PIECE_IMAGES
from shared.errors import UnavailableError
from shared.ids import make_ascending_ids, make_prediction_id
from shared.queue.batches import AcceptedPiece, Item
from shared.queue.connection import QueueUnavailableError
from shared.queue.submissions import QueueFullError
from web.batches.intake import read_batch
from web.batches.pictures import SentInBatch, check_picture
from web.owners import Owner
from web.parts import Parts
from web.sniff import Limits

log = structlog.get_logger()

PATIENCE_SECONDS = 10.0
"""How long a piece waits for room in the queue, or for Redis to be back; meanwhile the rest stays where it is."""

LOOK_AGAIN_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class BatchReceipt:
    """What is known of a batch that was just accepted."""

    batch_id: str
    owner: str
    total: int
    rate_left: int | None
    """How many more images this client may send in batches within the minute; None is no limit."""


def accept_batch(parts: Parts, request: Request, owner: Owner) -> BatchReceipt:
    """Accept the batch that a request brings, all of it or nothing: what was accepted of one that fails is erased.

    Raises what `read_batch` raises, and QueueFullError, RateLimitedError, BeginningGoneError and QueueUnavailableError.
    """
    if not parts.batch_places.acquire(blocking=False):
        raise QueueFullError("Other batches are being received. Try again in a few seconds.", retry_after=5)
    batch_id, total, rate_left = make_prediction_id(), 0, None
    client = request.remote_addr or "unknown"
    try:
        for items in _make_pieces(parts, read_batch(request, parts.settings)):
            accepted = _accept_piece(parts, batch_id, owner.name, client, items, is_first=total == 0)
            total += len(items)
            rate_left = accepted.rate_left if accepted.rate_left is not None else rate_left
            if accepted.needs_message:
                parts.publish([])
    except BaseException as error:
        # A piece whose reply is missing may have been accepted.
        if total or isinstance(error, QueueUnavailableError):
            _withdraw(parts, batch_id, owner.name)
        raise
    finally:
        parts.batch_places.release()
    log.info("batch accepted", batch_id=batch_id, pictures=total)
    return BatchReceipt(batch_id, owner.name, total, rate_left)


def _make_pieces(parts: Parts, sent: Iterable[SentInBatch]) -> Iterator[list[Item]]:
    """Check pictures, and put them together to pieces of bounded size, with ids in the order of the pictures."""
    settings = parts.settings
    limits = Limits(settings.max_upload_bytes, settings.max_pixels)
    # Half of the queue is what batches may have.
    most_images = max(1, min(PIECE_IMAGES, settings.max_pending // 2))
    most_bytes = min(PIECE_BYTES, settings.max_pending_bytes // 2)
    last: str | None = None
    piece: list[SentInBatch] = []
    size = 0

    def make() -> list[Item]:
        ids = make_ascending_ids(len(piece), last)
        return [check_picture(each, prediction_id, limits) for each, prediction_id in zip(piece, ids, strict=True)]

    for each in sent:
        if piece and (len(piece) == most_images or size + len(each.image) > most_bytes):
            yield (items := make())
            last, piece, size = items[-1].prediction_id, [], 0
        piece.append(each)
        size += len(each.image)
    if piece:
        yield make()


def _accept_piece(
    parts: Parts, batch_id: str, owner: str, client: str, items: Sequence[Item], *, is_first: bool
) -> AcceptedPiece:
    """Accept a piece as soon as there is room. Once a batch has begun, Redis may be away for a moment, too."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return parts.batches.accept(batch_id, owner, client, items, is_first)
        except UnavailableError as error:
            is_worth_waiting = isinstance(error, QueueFullError) or not is_first
            if not is_worth_waiting or time.monotonic() > until or parts.waiting.is_over:
                raise
        time.sleep(LOOK_AGAIN_SECONDS)


def _withdraw(parts: Parts, batch_id: str, owner: str) -> None:
    """Erase what was accepted of a batch that will not be. Where that fails it is answered, and in its owner's list."""
    try:
        parts.erase_batch(batch_id, owner)
    except UnavailableError as error:
        log.warning("batch given up, and not all of it erased", batch_id=batch_id, reason=error.detail)
    else:
        log.info("batch given up", batch_id=batch_id)
