"""How long the queue will take: its length over the pace that the workers report.

Position, workers and paces come from Redis, so any web process says the same.
"""

import contextlib
import time

from shared.queue.connection import QueueUnavailableError
from shared.queue.workers import WorkerDescription, WorkerRegistry

REFRESH_SECONDS = 1.0


class Pace:
    """The workers' pace, asked for at most once a second a process, since everyone who waits asks."""

    def __init__(self, registry: WorkerRegistry) -> None:
        self._registry = registry
        self._asked_at = float("-inf")
        self._workers: list[WorkerDescription] = []

    @property
    def has_workers(self) -> bool:
        """Whether any worker has joined; one that has answered nothing yet has no pace."""
        return bool(self._list_workers())

    def estimate_seconds(self, position: int) -> float | None:
        """Estimate when the submission at `position` is answered; None while no worker has told its pace."""
        images_per_second = sum(each.images_per_second or 0 for each in self._list_workers())
        return round(position / images_per_second, 2) if images_per_second else None

    def _list_workers(self) -> list[WorkerDescription]:
        if time.monotonic() - self._asked_at > REFRESH_SECONDS:
            self._asked_at = time.monotonic()
            # An estimate is no reason to fail while Redis is away.
            with contextlib.suppress(QueueUnavailableError):
                self._workers = self._registry.list_workers()
        return self._workers
