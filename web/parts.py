"""What the views work with, built once a process and found through the app."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import structlog
from celery import Celery
from flask import Flask, current_app

from shared.queue.accounts import AccountBook
from shared.queue.batches import BatchQueue
from shared.queue.messages import build_celery, publish_message
from shared.queue.pulse import Pulse
from shared.queue.submissions import SubmissionQueue
from shared.queue.workers import WorkerRegistry
from shared.secret import load_or_make_secret
from shared.settings import Settings
from shared.store.contract import PredictionStore
from shared.store.opening import open_store
from web.accuracy import LiveAccuracy
from web.operators import Operators
from web.owners import Owners
from web.pace import Pace
from web.waiting import Waiting

log = structlog.get_logger()

THREADS_KEPT_FREE = 16
"""Threads that never wait, so that pages, health and new submissions are served whoever waits."""


BATCHES_AT_ONCE = 8
"""Batches that a process receives at once: of each it holds a piece and a picture, and perhaps has a zip in a file."""


@dataclass(frozen=True)
class Parts:
    """The parts of the front end."""

    settings: Settings
    queue: SubmissionQueue
    accounts: AccountBook
    registry: WorkerRegistry
    pace: Pace
    pulse: Pulse
    store: PredictionStore
    accuracy: LiveAccuracy
    waiting: Waiting
    owners: Owners
    operators: Operators
    celery: Celery
    batches: BatchQueue
    batch_places: threading.Semaphore
    """One for each batch that may be received at once."""

    def publish(self, prediction_ids: Sequence[str]) -> None:
        """Tell the workers that these wait. When that fails they are still pending, and the sweep tells."""
        try:
            publish_message(self.celery, prediction_ids)
        except Exception as error:
            log.warning("message not published", reason=type(error).__name__)

    def erase_batch(self, batch_id: str, owner: str) -> None:
        """Erase a batch for good. The store first: what finishes while this runs finds the erasure there.

        Raises StoreUnavailableError or QueueUnavailableError; it may be repeated.
        """
        self.store.erase_batch(batch_id, owner, self.batches.list_unfinished_ids(batch_id))
        self.batches.erase(batch_id)


def build_parts(settings: Settings) -> Parts:
    """Build the parts. Nothing connects yet, so Redis and the store may come later."""
    secret = load_or_make_secret(settings.secret_key, settings.data_dir, "secret_key")
    registry = WorkerRegistry(settings)
    store = open_store(settings)
    return Parts(
        settings=settings,
        queue=SubmissionQueue(settings),
        accounts=AccountBook(settings),
        registry=registry,
        pace=Pace(registry),
        pulse=Pulse(settings),
        store=store,
        accuracy=LiveAccuracy(store),
        waiting=Waiting(settings, capacity=max(1, settings.web_threads - THREADS_KEPT_FREE)),
        owners=Owners(secret),
        operators=Operators(settings),
        celery=build_celery(settings),
        batches=BatchQueue(settings),
        batch_places=threading.Semaphore(BATCHES_AT_ONCE),
    )


def install_parts(app: Flask, parts: Parts) -> None:
    """Make the parts known to the app's views."""
    app.extensions["numberfigure"] = parts


def get_parts() -> Parts:
    """Find the parts of the app that handles the present request."""
    return cast(Parts, current_app.extensions["numberfigure"])
