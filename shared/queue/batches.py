"""The front end's side of the queue for batches: accept in pieces, count, list, cancel, erase."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.constants import PAGE_IMAGES
from shared.errors import NumberfigureError
from shared.prediction import Status
from shared.queue import keys
from shared.queue.connection import connect, load_script, own_errors
from shared.queue.submissions import QueueFullError, RateLimitedError
from shared.queue.unfinished import Unfinished, look_up_all
from shared.settings import Settings


class BeginningGoneError(NumberfigureError):
    """The batch was erased while the rest of it came in, or came so slowly that its beginning is no longer known."""

    status = 409
    slug = "beginning-gone"
    title = "The beginning of the batch is gone"


@dataclass(frozen=True, slots=True)
class Item:
    """One picture of a batch, or, where there is a `problem` (JSON), the place of one that could not be accepted."""

    prediction_id: str
    image: bytes
    pixels: int
    filename: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AcceptedPiece:
    """The receipt of a piece. `rate_left` is None where there is no limit."""

    needs_message: bool
    rate_left: int | None


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """Whose a batch is, and how many of it have each status."""

    owner: str
    counts: dict[Status, int]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    @property
    def is_done(self) -> bool:
        """Whether nothing of it waits for a worker, or is with one."""
        return not any(count for status, count in self.counts.items() if not status.is_final)


class BatchQueue:
    """Batches, as web sees them. Every method may raise QueueUnavailableError."""

    def __init__(self, settings: Settings) -> None:
        self._client: Any = connect(settings.redis_url)  # The driver types its answers as asynchronous ones, too.
        self._limits = (
            settings.max_pending,
            settings.max_pending_bytes,
            settings.effective_batch_rate_limit,
            settings.batch_images,
        )
        self._accept = load_script(self._client, "accept_batch")
        self._cancel = load_script(self._client, "cancel_batch")
        self._erase = load_script(self._client, "erase_batch")

    def accept(self, batch_id: str, owner: str, client: str, items: Sequence[Item], is_first: bool) -> AcceptedPiece:
        """Accept a piece, whose ids ascend within the batch, whole or not at all.

        Raises QueueFullError, RateLimitedError (for the first piece alone) and BeginningGoneError. It may be called
        again with the same piece.
        """
        fields = [
            field
            for item in items
            for field in (item.prediction_id, item.image, item.pixels, item.filename, item.problem)
        ]
        answer, needs_message, rate = self._accept(batch_id, owner, client, int(is_first), *self._limits, *fields)
        if answer == b"full":
            raise QueueFullError("Too much is waiting already. Try again when it has been read.", retry_after=10)
        if answer == b"rate_limited":
            raise RateLimitedError("of batches for each client", rate)
        if answer == b"gone":
            raise BeginningGoneError("It was erased meanwhile, or came too slowly. Send it again, in smaller batches.")
        return AcceptedPiece(bool(needs_message), rate if rate >= 0 else None)

    def read(self, batch_id: str) -> BatchCounts | None:
        """Read the counts of a batch; None when it is unknown here, or has been done for an hour."""
        with own_errors():
            found = self._client.hgetall(keys.batch_key(batch_id))
        if not found:
            return None
        counts = {status: int(found.get(status.value.encode(), 0)) for status in Status}
        return BatchCounts(found[b"owner"].decode(), counts)

    def list_unfinished(self, batch_id: str, limit: int, after: str | None) -> list[Unfinished]:
        """List its unfinished ones in their order, at most `limit`, from behind the id `after`."""
        with own_errors():
            bottom = f"({after}" if after else "-"
            found = self._client.zrangebylex(keys.members_key(batch_id), bottom, "+", start=0, num=limit)
        entries = look_up_all(self._client, [prediction_id.decode() for prediction_id in found])
        return [entry for entry in entries if isinstance(entry, Unfinished)]

    def list_unfinished_ids(self, batch_id: str) -> list[str]:
        """List the ids of all its unfinished ones."""
        with own_errors():
            return [prediction_id.decode() for prediction_id in self._client.zrange(keys.members_key(batch_id), 0, -1)]

    def find_last_position(self, batch_id: str) -> int | None:
        """Find the place in the queue of its last unfinished one, counted from 1; None when there is none."""
        with own_errors():
            last = self._client.zrevrangebylex(keys.members_key(batch_id), "+", "-", start=0, num=1)
            rank = self._client.zrank(keys.PENDING, last[0]) if last else None
        return None if rank is None else rank + 1

    def list_by_owner(self, owner: str, limit: int, after: str | None) -> list[str]:
        """List the ids of an owner's unfinished batches, newest first, at most `limit`, from behind the id `after`."""
        with own_errors():
            top = f"({after}" if after else "+"
            found = self._client.zrevrangebylex(keys.batches_key(owner), top, "-", start=0, num=limit)
        return [batch_id.decode() for batch_id in found]

    def cancel(self, batch_id: str) -> int:
        """Cancel what has not begun; returns how many these were."""
        canceled, after = 0, ""
        while True:
            some, found = self._cancel(batch_id, after, PAGE_IMAGES)
            canceled += int(some)
            after = found.decode()
            if not after:
                return canceled

    def erase(self, batch_id: str) -> None:
        """Erase what the queue knows of a batch."""
        while self._erase(batch_id, PAGE_IMAGES):
            pass
