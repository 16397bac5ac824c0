"""The API's objects of batches."""

from pydantic import BaseModel, ConfigDict, Field

from shared.ids import read_time_ms
from shared.prediction import Prediction, Status, format_time
from shared.queue.batches import BatchCounts


class BatchPaths(BaseModel):
    """Paths of what belongs to the batch."""

    get: str
    results: str = Field(description="All results as CSV.")
    cancel: str


class Counts(BaseModel):
    """How many of its pictures have each status."""

    model_config = ConfigDict(extra="forbid")

    queued: int = 0
    processing: int = 0
    succeeded: int = 0
    failed: int = 0
    canceled: int = 0


class Batch(BaseModel):
    """A batch as it is now."""

    id: str
    done: bool = Field(description="Whether nothing of it is queued or being processed.")
    total: int
    counts: Counts
    created_at: str
    eta_seconds: float | None = Field(
        None, description="Estimate until it is done; null when it is, or no worker has joined."
    )
    urls: BatchPaths


class BatchResults(Batch):
    """A batch as it is now, with a page of its predictions in the order in which they were sent."""

    data: list[Prediction]
    has_more: bool
    next: str | None = Field(description="Pass it as `after` for the next page.")


class BatchList(BaseModel):
    """A page of the caller's own batches, newest first."""

    data: list[Batch]
    has_more: bool
    next: str | None = Field(description="Pass it as `after` for the next page.")


def describe_batch(batch_id: str, found: BatchCounts, eta_seconds: float | None) -> Batch:
    """Write the object of a batch."""
    base = f"/v1/batches/{batch_id}"
    return Batch(
        id=batch_id,
        done=found.is_done,
        total=found.total,
        counts=Counts(**{status.value: found.counts.get(status, 0) for status in Status}),
        created_at=format_time(read_time_ms(batch_id)),
        eta_seconds=eta_seconds,
        urls=BatchPaths(get=base, results=f"{base}/results.csv", cancel=f"{base}/cancel"),
    )
