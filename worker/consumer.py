"""Celery's consumer, made to notice soon that Redis is back."""

from functools import partial
from typing import Any

from celery.worker.consumer import Consumer

LOOK_AGAIN_SECONDS = 1


class PromptConsumer(Consumer):  # type: ignore[misc]
    """Looks each second whether Redis is back; Celery's own pauses grow to half a minute, and have no setting."""

    def ensure_connected(self, conn: Any) -> Any:
        """Connect, however long it takes."""
        pauses = {"interval_start": LOOK_AGAIN_SECONDS, "interval_step": 0, "interval_max": LOOK_AGAIN_SECONDS}
        conn.ensure_connection = partial(conn.ensure_connection, **pauses)
        return super().ensure_connected(conn)
