"""The Celery app of the worker, its settings each with their reason, and its one task."""

import os
from typing import Any

import structlog
from celery import Celery

from shared.constants import TASK_TIME_LIMIT_SECONDS
from shared.log import set_up_logs
from shared.queue.connection import QueueUnavailableError
from shared.queue.messages import TASK_NAME, build_celery
from shared.settings import Settings, load_settings
from worker import process

log = structlog.get_logger()


def build_app(settings: Settings) -> Celery:
    """Build the app that consumes what `shared.queue.messages` publishes."""
    app = build_celery(settings)
    app.conf.update(
        # Separate processes, so that one that crashes or hangs is ended and replaced by the one that looks after them.
        worker_pool="prefork",
        worker_concurrency=settings.worker_processes,
        # A message covers a batch; reserving more would keep work from idle workers.
        worker_prefetch_multiplier=1,
        # A message is acknowledged after its batch was stored and told. When the process dies with it, the message may
        # go: the pending index is the truth, and the sweep publishes another.
        task_acks_late=True,
        task_reject_on_worker_lost=False,
        # What hangs is killed from outside the process.
        task_time_limit=TASK_TIME_LIMIT_SECONDS,
        # Importing TensorFlow and warming the model takes seconds, on a busy machine many.
        worker_proc_alive_timeout=180,
        # Redis may be away at the start and at any time, for any length of time, and is looked for each second.
        worker_consumer="worker.consumer:PromptConsumer",
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            **app.conf.broker_transport_options,
            # Unacknowledged messages come back after this; it only has to exceed the time limit of a batch.
            "visibility_timeout": 2 * TASK_TIME_LIMIT_SECONDS,
            # A connection that went silent is noticed within three seconds, three times this.
            "health_check_interval": 1,
            # A consumer waits in BRPOP for longer than a producer may wait for its answer.
            "socket_timeout": 15,
        },
        # Nobody sends commands to workers or listens to their events.
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        # Logs are ours, structured.
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
    )
    app.task(name=TASK_NAME)(predict)
    return app


def predict(prediction_ids: list[str]) -> int:
    """Answer these submissions, with what else is due; returns how many were answered."""
    try:
        return process.get_service().answer_due(prediction_ids)
    except QueueUnavailableError as error:
        # What was in hand falls due when its lease runs out, and the sweep finds it.
        log.warning("queue unavailable, batch left to its lease", reason=error.detail)
        return 0
    except Exception:
        # Neither a picture nor an outage raises anything here. It is this process that is at fault, having no memory or
        # no threads left, and so it is replaced. What it was reading counts a death, is read alone next, and fails
        # visibly should it be what needs too much.
        try:
            log.critical("batch failed, process ended", exc_info=True)
        finally:
            os._exit(1)


def _start(settings: Settings) -> Celery:
    set_up_logs(settings, "worker")
    app = build_app(settings)
    process.connect_signals(app, settings)
    return app


def __getattr__(name: str) -> Any:
    """Build `app` when it is first asked for, so that tests can import this module without an environment."""
    if name == "app":
        globals()["app"] = _start(load_settings())
        return globals()["app"]
    raise AttributeError(name)
