"""How long the queue will take: its length over the pace that the workers report."""

import time

from shared.queue.workers import WorkerRegistry

REFRESH_SECONDS = 1.0

_cached: tuple[float, float] = (float("-inf"), 0.0)


def estimate_seconds(registry: WorkerRegistry, position: int) -> float | None:
    """Estimate when the submission at `position` is answered; None while no worker has told its pace.

    The workers' pace is asked for at most once a second a process, since everyone who waits asks.
    """
    global _cached  # noqa: PLW0603 - a cache of one number for the process.
    asked_at, pace = _cached
    if time.monotonic() - asked_at > REFRESH_SECONDS:
        pace = sum(worker.images_per_second or 0.0 for worker in registry.list_workers())
        _cached = (time.monotonic(), pace)
    return round(position / pace, 2) if pace else None
