"""The service that answers submissions: claim, read, store, tell. It knows Redis and the store, but not Celery."""

import time
from collections.abc import Callable, Sequence

import structlog

from shared.constants import RELEASE_DELAY_MS, WORK_SECONDS
from shared.prediction import Status, format_time
from shared.queue.claims import Batch, Claim, ClaimQueue, Completion
from shared.queue.connection import QueueUnavailableError
from shared.queue.workers import LastJob
from shared.store.contract import MissingTablesError, PredictionStore, StoreUnavailableError
from worker.answers import Circumstances, finish
from worker.outage import through_outage
from worker.reading import BatchReading

log = structlog.get_logger()

PACE_SMOOTHING = 0.2
"""Weight of the newest batch in the worker's pace."""


class PredictionService:
    """Answers what is due, a batch at a time. One thread calls `answer_due`; the heart calls the rest."""

    def __init__(
        self,
        *,
        name: str,
        model_version: str,
        queue: ClaimQueue,
        store: PredictionStore,
        reading: BatchReading,
        publish: Callable[[Sequence[str]], None],
        keep_originals: bool,
        linger_ms: int = 0,
    ) -> None:
        self.name = name
        self.model_version = model_version
        self.answered = 0
        self.rounds = 0
        """How often work came."""
        self.images_per_second: float | None = None
        self.last_job: LastJob | None = None
        self._queue = queue
        self._store = store
        self._reading = reading
        self._publish = publish
        self._keep_originals = keep_originals
        self._linger_ms = linger_ms
        self._in_hand: Sequence[Claim] = ()
        self._forsaken: list[Claim] = []
        self._store_failed = True  # Until it was asked; before that nothing is claimed.

    def answer_due(self, wanted: Sequence[str]) -> int:
        """Answer the wanted submissions and others that are due, for about two seconds; returns how many.

        Raises QueueUnavailableError when Redis does not answer; leases and the sweep see to what was in hand.
        """
        answered = 0
        self.rounds += 1
        until = time.monotonic() + WORK_SECONDS
        self._release_forsaken()
        while not self._store_failed:
            linger_ms = self._linger_ms if answered and time.monotonic() < until else 0
            batch = self._queue.claim(self.name, wanted, linger_ms)
            if not batch.claims:
                if batch.lingers and self._queue.await_bell(self.name, linger_ms):
                    continue
                break
            if batch.needs_message:
                self.publish([])
            self._in_hand = batch.claims
            try:
                answered += self._answer(batch)
            except StoreUnavailableError as error:
                self._store_failed = True
                log.warning("store failed, batch released", reason=error.detail, size=len(batch.claims))
                self._forsaken += batch.claims
                self._release_forsaken(RELEASE_DELAY_MS)
            except QueueUnavailableError:
                self._forsaken += batch.claims
                raise
            finally:
                self._in_hand = ()
            wanted = ()
            if time.monotonic() >= until:
                break
        return answered

    @property
    def is_busy(self) -> bool:
        """Whether a batch is in hand."""
        return bool(self._in_hand)

    def renew_claims(self) -> None:
        """Extend the leases of the batch in hand, and give back what an outage made us drop."""
        self._release_forsaken()
        if claims := self._in_hand:
            self._queue.renew(claims)

    def publish(self, prediction_ids: Sequence[str]) -> None:
        """Publish a message. When that fails the sweep publishes another, so it is only noted."""
        try:
            self._publish(prediction_ids)
        except Exception as error:
            log.warning("message not published", reason=type(error).__name__)

    def store_is_up(self) -> bool:
        """Tell whether the store takes answers: at the start, and once it has failed, by asking it.

        Leases and the list of workers can wait for that; making tables, which takes longer, is done once.
        """
        if self._store_failed:
            try:
                self._ask_store()
            except StoreUnavailableError as error:
                log.warning("store is away", reason=error.detail)
                return False
            self._store_failed = False
            log.info("store is there")
        return True

    def _ask_store(self) -> None:
        """Return when the store takes answers. It may be a new one, so its tables are made where they are missing."""
        try:
            self._store.check()
        except MissingTablesError:
            self._store.create_schema()

    def close(self) -> None:
        """Let go of threads and connections."""
        self._reading.close()
        self._store.close()

    def _answer(self, batch: Batch) -> int:
        """Read, store and tell one batch, in this order: what was told is stored."""
        started = time.monotonic()
        outcomes = self._reading.read(batch.claims)
        circumstances = Circumstances(
            claimed_ms=batch.claimed_ms,
            completed_ms=batch.claimed_ms + round((time.monotonic() - started) * 1000),
            worker=self.name,
            model_version=self.model_version,
            keep_originals=self._keep_originals,
        )
        finished = [finish(outcome, circumstances) for outcome in outcomes]
        self._store.save([each.record for each in finished])
        completions = [
            Completion(each.claim.prediction_id, each.claim.token, each.status, self.model_version, each.record.answer)
            for each in finished
        ]
        told = through_outage(lambda: self._queue.complete(completions))
        self._note_pace(len(batch.claims), time.monotonic() - started)
        self.last_job = LastJob(
            completed_at=format_time(circumstances.completed_ms),
            pictures=len(finished),
            failed=sum(each.status is Status.FAILED for each in finished),
            milliseconds=(time.monotonic() - started) * 1000,
        )
        log.info("batch answered", worker=self.name, prediction_ids=sorted(told))
        return len(told)

    def _release_forsaken(self, delay_ms: int = 0) -> None:
        """Give back claims that could not be answered, so that no death is counted when their leases run out."""
        if claims := self._forsaken:
            self._queue.release(claims, delay_ms)
            self._forsaken = self._forsaken[len(claims) :]

    def _note_pace(self, images: int, seconds: float) -> None:
        pace = images / max(seconds, 1e-6)
        old = self.images_per_second
        self.images_per_second = pace if old is None else old + PACE_SMOOTHING * (pace - old)
        self.answered += images
