"""How long the queue will take: its length over the pace that the workers report."""

import contextlib
import time

from shared.queue.connection import QueueUnavailableError
from shared.queue.workers import WorkerRegistry

REFRESH_SECONDS = 1.0


class Pace:
    """The workers' pace, asked for at most once a second a process, since everyone who waits asks."""

    def __init__(self, registry: WorkerRegistry) -> None:
        self._registry = registry
        self._asked_at = float("-inf")
        self._images_per_second = 0.0

    def estimate_seconds(self, position: int) -> float | None:
        """Estimate when the submission at `position` is answered; None while no worker has told its pace."""
        if time.monotonic() - self._asked_at > REFRESH_SECONDS:
            self._asked_at = time.monotonic()
            # An estimate is no reason to fail while Redis is away.
            with contextlib.suppress(QueueUnavailableError):
                self._images_per_second = sum(each.images_per_second or 0 for each in self._registry.list_workers())
        return round(position / self._images_per_second, 2) if self._images_per_second else None
