"""The heart of a worker process: a thread that keeps its claims, says that it lives, sweeps, and watches."""

import threading
import time

import structlog

from shared.constants import HEARTBEAT_SECONDS
from shared.prediction import format_time
from shared.queue.connection import QueueUnavailableError
from shared.queue.workers import WorkerDescription, WorkerRegistry
from worker.service import PredictionService
from worker.sign_of_life import SignOfLife
from worker.watchdog import Watchdog

log = structlog.get_logger()


class Heart:
    """Beats once a second until it is stopped."""

    def __init__(
        self, service: PredictionService, registry: WorkerRegistry, sign: SignOfLife, runtime: str, device: str
    ) -> None:
        self._service = service
        self._registry = registry
        self._sign = sign
        self._runtime = runtime
        self._device = device
        self._started_at = format_time(time.time_ns() // 1_000_000)
        self._watchdog = Watchdog()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heart", daemon=True)

    def start(self) -> None:
        """Join: from the first beat on the worker is listed."""
        self._thread.start()

    def stop(self) -> None:
        """Leave the list of workers."""
        self._stopping.set()
        self._thread.join(timeout=2)
        self._sign.remove()
        try:
            self._registry.leave(self._service.name)
        except QueueUnavailableError:
            log.warning("worker left without a word", worker=self._service.name)

    def _run(self) -> None:
        has_joined = False
        while True:
            try:
                self.beat()
                has_joined = True
            except QueueUnavailableError as error:
                log.warning("heartbeat missed", reason=error.detail)
            except Exception:
                # Whatever it is, leases must go on being renewed at the next beat.
                log.exception("heartbeat failed")
            # Also while Redis is away: a new worker in the place of this one would not help.
            if has_joined:
                self._sign.show()
            if self._stopping.wait(HEARTBEAT_SECONDS):
                return

    def beat(self) -> None:
        """Renew the leases in hand, be listed, and publish a message where one is missing.

        This is the sweep: what fell due because its worker died, or was never published, has no message that stands
        for it. While the store is away nothing is published, since nothing could be stored.
        """
        self._service.renew_claims()
        sweep = self._registry.beat(
            WorkerDescription(
                name=self._service.name,
                model_version=self._service.model_version,
                runtime=self._runtime,
                device=self._device,
                started_at=self._started_at,
                answered=self._service.answered,
                images_per_second=self._service.images_per_second,
                last_job=self._service.last_job,
            )
        )
        is_up = self._service.store_is_up()
        self._watchdog.look(self._service.rounds, self._service.is_busy, sweep.overdue if is_up else 0)
        if is_up and sweep.needs_message:
            self._service.publish([])
