"""Submissions that are still in the queue, as web looks them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from shared.prediction import Status
from shared.queue import keys
from shared.queue.connection import own_errors

_FIELDS = ["status", "accepted_ms", "owner", "filename", "batch"]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A submission that is still in the queue. `position` counts from 1 and is None once it is claimed."""

    prediction_id: str
    status: Status
    accepted_ms: int
    owner: str
    filename: str
    position: int | None
    batch_id: str = ""


def look_up_all(client: Any, prediction_ids: Sequence[str]) -> list[bytes | Unfinished | None]:
    """Look several up in one round trip: each one's hot copy (JSON), or the unfinished submission, or neither.

    Raises QueueUnavailableError.
    """
    with own_errors(), client.pipeline(transaction=False) as pipeline:
        for prediction_id in prediction_ids:
            pipeline.get(keys.answer_key(prediction_id))
            pipeline.hmget(keys.submission_key(prediction_id), _FIELDS)
            pipeline.zrank(keys.PENDING, prediction_id)
        found = iter(pipeline.execute())
    return [
        answer if answer is not None else _read_unfinished(prediction_id, kept, rank)
        for prediction_id, answer, kept, rank in zip(prediction_ids, found, found, found, strict=True)
    ]


def _read_unfinished(prediction_id: str, kept: list[Any], rank: int | None) -> Unfinished | None:
    status, accepted_ms, owner, filename, batch_id = kept
    if status is None:
        return None
    waits = status == b"queued" and rank is not None
    return Unfinished(
        prediction_id,
        Status(status.decode()),
        int(accepted_ms),
        owner.decode(),
        filename.decode(),
        cast(int, rank) + 1 if waits else None,
        (batch_id or b"").decode(),
    )
