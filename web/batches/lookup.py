"""Finding batches: their counts in the queue or the store, their results in both; and waiting for the last."""

from shared.errors import UnavailableError
from shared.ids import is_prediction_id
from shared.prediction import Prediction, Status
from shared.queue.batches import BatchCounts
from web.batches.accepting import BatchReceipt
from web.batches.errors import UnknownBatchError
from web.batches.schemas import Batch, BatchList, describe_batch
from web.history import Page
from web.lookup import describe_stored, describe_unfinished
from web.parts import Parts


def count_batch(parts: Parts, batch_id: str) -> BatchCounts:
    """Count a batch. Raises UnknownBatchError, QueueUnavailableError or StoreUnavailableError."""
    if not is_prediction_id(batch_id):
        raise UnknownBatchError
    found = parts.batches.read(batch_id)
    if found is None and (stored := parts.store.read_batch(batch_id)):
        found = BatchCounts(stored.owner, dict(stored.counts))
    if found is None or not found.total:
        raise UnknownBatchError
    return found


def await_batch(parts: Parts, batch_id: str, seconds: float) -> BatchCounts:
    """Count a batch, waiting up to `seconds` until it is done. Where too many wait already, don't."""
    return parts.waiting.look_until(
        batch_id, seconds, lambda _: count_batch(parts, batch_id), lambda found: found.is_done
    )


def await_accepted(parts: Parts, receipt: BatchReceipt, seconds: float) -> Batch:
    """Wait for what was just accepted. When it cannot be looked up it is accepted all the same, and said to wait."""
    try:
        return describe(parts, receipt.batch_id, await_batch(parts, receipt.batch_id, seconds))
    except UnavailableError:
        return describe_batch(receipt.batch_id, BatchCounts(receipt.owner, {Status.QUEUED: receipt.total}), None)


def describe(parts: Parts, batch_id: str, found: BatchCounts) -> Batch:
    """Describe a batch, with an estimate of when it is done."""
    position = None if found.is_done else parts.batches.find_last_position(batch_id)
    return describe_batch(batch_id, found, parts.pace.estimate_seconds(position) if position else None)


def list_results(parts: Parts, batch_id: str, limit: int, after: str | None) -> Page:
    """List a page of its predictions, in order. What is in both places was just finished, and the stored one counts."""
    found = {
        entry.prediction_id: describe_unfinished(parts, entry)
        for entry in parts.batches.list_unfinished(batch_id, limit + 1, after)
    }
    for stored in parts.store.list_batch(batch_id, limit + 1, after):
        found[stored.prediction_id] = Prediction.model_validate_json(describe_stored(stored))
    first = [found[prediction_id] for prediction_id in sorted(found)]
    return Page(first[:limit], first[limit - 1].id if len(first) > limit else None)


def list_ids(parts: Parts, owner: str, limit: int, after: str | None) -> tuple[list[str], str | None]:
    """List the ids of an owner's batches, newest first, and the id behind which the next page begins, if any."""
    unfinished = parts.batches.list_by_owner(owner, limit + 1, after)
    ids = sorted({*unfinished, *parts.store.list_batches(owner, limit + 1, after)}, reverse=True)
    return ids[:limit], ids[limit - 1] if len(ids) > limit else None


def list_batches(parts: Parts, owner: str | None, limit: int, after: str | None) -> BatchList:
    """List an owner's batches. One of which everything was erased meanwhile is passed over."""
    ids, next_after = list_ids(parts, owner, limit, after) if owner else ([], None)
    data = []
    for batch_id in ids:
        try:
            data.append(describe(parts, batch_id, count_batch(parts, batch_id)))
        except UnknownBatchError:
            continue
    return BatchList(data=data, has_more=next_after is not None, next=next_after)
