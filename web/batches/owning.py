"""What only the owner of a batch may do: cancel it, erase it."""

from flask import Request

from shared.queue.batches import BatchCounts
from web.batches.lookup import count_batch, list_ids
from web.owning import NotOwnerError
from web.parts import Parts

LISTED_AT_ONCE = 100


def cancel_batch(parts: Parts, request: Request, batch_id: str) -> BatchCounts:
    """Cancel all that no worker has begun, and count what is then. Raises UnknownBatchError or NotOwnerError."""
    _check_owner(parts, request, batch_id)
    if parts.batches.cancel(batch_id):
        parts.publish([])
    return count_batch(parts, batch_id)


def erase_batch(parts: Parts, request: Request, batch_id: str) -> None:
    """Erase a batch for good, its predictions and pictures too. Raises UnknownBatchError, NotOwnerError."""
    parts.erase_batch(batch_id, _check_owner(parts, request, batch_id))


def erase_all_batches(parts: Parts, owner: str) -> None:
    """Erase all batches that an owner has sent so far."""
    after: str | None = None
    while True:
        ids, after = list_ids(parts, owner, LISTED_AT_ONCE, after)
        for batch_id in ids:
            parts.erase_batch(batch_id, owner)
        if after is None:
            return


def _check_owner(parts: Parts, request: Request, batch_id: str) -> str:
    owner = count_batch(parts, batch_id).owner
    if owner != parts.owners.find(request):
        raise NotOwnerError
    return owner
