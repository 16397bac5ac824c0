"""Workers as they describe themselves."""

from shared.queue.workers import WorkerDescription


def describe_worker(name: str = "host:1", **changes: object) -> WorkerDescription:
    """Describe a worker that differs from the usual one as said."""
    usual = {
        "name": name,
        "model_version": "1.abc",
        "runtime": "litert",
        "started_at": "2026-11-22T12:00:00.000Z",
        "answered": 0,
        "images_per_second": None,
    }
    return WorkerDescription.model_validate(usual | changes)
