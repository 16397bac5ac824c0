"""The life of one pool process: load the model after the fork, prove that it reads, join, and leave."""

import os
import signal
import socket
from typing import Any

import structlog
from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown

from model.artifact import default_artifact_dir
from model.classifier import load_classifier
from model.reader import Reader
from shared.constants import LINGER_MS
from shared.queue.claims import ClaimQueue
from shared.queue.messages import publish_message
from shared.queue.workers import WorkerRegistry
from shared.settings import Settings
from shared.store.opening import open_store
from worker.heart import Heart
from worker.reading import BatchReading
from worker.service import PredictionService
from worker.sign_of_life import SignOfLife
from worker.slow_reader import SlowReader

log = structlog.get_logger()

_running: dict[str, Any] = {}


def connect_signals(app: Celery, settings: Settings) -> None:
    """Have every process of the pool join when it starts and leave when it stops."""

    def join(**_: Any) -> None:
        try:
            _join(app, settings)
        except BaseException as error:
            # Celery would log this and go on without a model, and replace a process that exits at once by another,
            # for ever. So the whole worker ends, and whoever supervises it backs off.
            log.critical("worker cannot join", reason=str(error), exc_info=True)
            os.kill(os.getppid(), signal.SIGTERM)
            os._exit(1)

    def leave(**_: Any) -> None:
        if "heart" in _running:
            _running["heart"].stop()
            _running["service"].close()

    worker_process_init.connect(join, weak=False)
    worker_process_shutdown.connect(leave, weak=False)


def get_service() -> PredictionService:
    """Return the service of this process."""
    service: PredictionService = _running["service"]
    return service


def _join(app: Celery, settings: Settings) -> None:
    classifier = load_classifier(settings.model or default_artifact_dir(), settings.runtime)
    classifier.warm_up()
    classifier.check_golden()
    reader = Reader(classifier, settings.max_pixels)
    if settings.test_inference_ms:
        reader = SlowReader(classifier, settings.max_pixels, settings.test_inference_ms)
    reader.warm_up()
    queue = ClaimQueue(settings)
    service = PredictionService(
        name=f"{socket.gethostname()}:{os.getpid()}",
        model_version=classifier.version,
        queue=queue,
        store=open_store(settings),
        reading=BatchReading(reader, queue, max(1, (os.cpu_count() or 1) // settings.worker_processes)),
        publish=lambda ids: publish_message(app, ids),
        keep_originals=settings.keep_originals,
        linger_ms=LINGER_MS,
    )
    sign = SignOfLife(settings.data_dir, service.name)
    heart = Heart(service, WorkerRegistry(settings), sign, classifier.runtime, classifier.device)
    _running.update(service=service, heart=heart)
    service.store_is_up()
    heart.start()
    log.info(
        "worker joined",
        worker=service.name,
        model_version=classifier.version,
        runtime=classifier.runtime,
        device=classifier.device,
    )
