"""Celery as both sides use it: the messages say that there is work, and carry ids, never pictures."""

from collections.abc import Sequence

from celery import Celery

from shared.queue.connection import ANSWER_TIMEOUT_SECONDS, CONNECT_TIMEOUT_SECONDS
from shared.settings import Settings

QUEUE_NAME = "numberfigure"
TASK_NAME = "numberfigure.predict"

PUBLISHING_OPTIONS = {
    "socket_connect_timeout": CONNECT_TIMEOUT_SECONDS,
    "socket_timeout": ANSWER_TIMEOUT_SECONDS,
    # One attempt and no pause: whoever publishes holds a visitor's reply.
    "connect_retries_timeout": CONNECT_TIMEOUT_SECONDS,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}


def build_celery(settings: Settings) -> Celery:
    """Build the Celery app with what producers and workers have in common; worker/ adds what only it needs."""
    app = Celery("numberfigure")
    app.conf.update(
        broker_url=_as_broker_url(settings.redis_url),
        # JSON alone: a pickled message could run code.
        task_serializer="json",
        accept_content=["json"],
        # Answers go to the store; a result backend would be a second truth.
        result_backend=None,
        task_ignore_result=True,
        task_default_queue=QUEUE_NAME,
        # The sweep publishes again what could not be published, so nobody waits for a retry here.
        task_publish_retry=False,
        broker_connection_timeout=CONNECT_TIMEOUT_SECONDS,
        broker_transport_options=PUBLISHING_OPTIONS,
    )
    return app


def publish_message(app: Celery, prediction_ids: Sequence[str]) -> None:
    """Publish one message: at least these submissions wait.

    Raises kombu's OperationalError when the broker does not answer; the pending index still holds the submissions, so
    the caller may note it and go on.
    """
    app.send_task(TASK_NAME, args=[list(prediction_ids)], queue=QUEUE_NAME)


def _as_broker_url(redis_url: str) -> str:
    """Write a redis-py URL as kombu wants it: it names Unix sockets otherwise."""
    return redis_url.replace("unix://", "redis+socket://", 1) if redis_url.startswith("unix://") else redis_url
