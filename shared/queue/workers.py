"""The workers that have joined: each says so once a second, and is forgotten soon after it falls silent."""

from typing import NamedTuple, cast

from pydantic import BaseModel, ConfigDict

from shared.constants import LATEST_DUE_MS, OVERDUE_MS, WORKER_LIFE_MS
from shared.prediction import Milliseconds
from shared.queue import keys
from shared.queue.connection import connect, load_script, own_errors
from shared.settings import Settings


class LastJob(BaseModel):
    """The batch that a worker answered last; it names no prediction, since whoever knows an id may read it."""

    model_config = ConfigDict(frozen=True)

    completed_at: str
    pictures: int
    failed: int
    """How many of these failed."""
    milliseconds: Milliseconds
    """How long the batch took, the store included."""


class WorkerDescription(BaseModel):
    """What a worker says of itself."""

    model_config = ConfigDict(frozen=True)

    name: str
    model_version: str
    runtime: str
    started_at: str
    answered: int
    """How many predictions it has answered since it started."""
    images_per_second: float | None
    """Its pace while it has work, or None before its first batch."""
    last_job: LastJob | None = None
    device: str = ""
    """What computes: `cpu`, or `gpu` where the worker found one. Empty for workers of an older release."""


class Sweep(NamedTuple):
    """What a heartbeat found in the queue."""

    overdue: int
    """How many submissions have waited for two heartbeats to be claimed."""
    needs_message: bool
    """Whether no message stands for some of what is due."""


class WorkerRegistry:
    """The list of workers. Every method may raise QueueUnavailableError."""

    def __init__(self, settings: Settings) -> None:
        self._client = connect(settings.redis_url)
        self._batch_images = settings.batch_images
        self._beat = load_script(self._client, "beat")

    def beat(self, description: WorkerDescription) -> Sweep:
        """Say that the worker lives, and find what is due."""
        text = description.model_dump_json()
        limits = (self._batch_images, LATEST_DUE_MS, OVERDUE_MS)
        overdue, needs_message = self._beat(description.name, WORKER_LIFE_MS, text, *limits)
        return Sweep(overdue, bool(needs_message))

    def leave(self, name: str) -> None:
        """Take the worker off the list at once."""
        with own_errors():
            self._client.zrem(keys.WORKERS, name)
            self._client.delete(keys.worker_key(name))

    def list_workers(self) -> list[WorkerDescription]:
        """List the workers that live, by name."""
        with own_errors():
            names = sorted(name.decode() for name in cast(list[bytes], self._client.zrange(keys.WORKERS, 0, -1)))
            # A description expires by itself when its worker has died.
            texts = cast(
                list[bytes | None], self._client.mget([keys.worker_key(name) for name in names]) if names else []
            )
        return [WorkerDescription.model_validate_json(text) for text in texts if text is not None]
