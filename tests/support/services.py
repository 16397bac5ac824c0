"""The worker's service on real Redis and a real SQLite store, with a reader that needs no CNN."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from shared.prediction import Prediction
from shared.queue.claims import ClaimQueue
from shared.queue.submissions import SubmissionQueue
from shared.settings import Settings
from shared.store.contract import PredictionStore
from shared.store.opening import open_store
from tests.support.fake_reader import FakeReader
from worker.reading import BatchReading
from worker.service import PredictionService


@dataclass
class Site:
    """A service with all that it works on, and what it published."""

    queue: SubmissionQueue
    claims: ClaimQueue
    store: PredictionStore
    reader: FakeReader
    service: PredictionService
    published: list[Sequence[str]] = field(default_factory=list)

    def read_stored(self, prediction_id: str) -> Prediction:
        """Read what the store has; it must have it."""
        stored = self.store.get(prediction_id)
        assert stored is not None, f"{prediction_id} is not stored"
        return Prediction.model_validate_json(stored.answer)

    def read_told(self, prediction_id: str) -> Prediction:
        """Read what the queue tells; it must be done."""
        told = self.queue.look_up(prediction_id)
        assert isinstance(told, bytes), f"{prediction_id} is not told: {told}"
        return Prediction.model_validate_json(told)


@contextmanager
def open_site(settings: Settings, name: str = "host:1", **changes: Any) -> Iterator[Site]:
    """Open a service with the parts of its own that `changes` does not bring."""
    reader = changes.get("reader") or FakeReader()
    claims, store, published = ClaimQueue(settings), open_store(settings), []
    service = PredictionService(
        name=name,
        model_version="1.fake",
        queue=claims,
        store=store,
        reading=BatchReading(reader, claims, threads=2),
        publish=changes.get("publish") or published.append,
        keep_originals=settings.keep_originals,
        linger_ms=changes.get("linger_ms", 0),
    )
    # As at the start of a worker: until the store was asked, nothing is claimed.
    service.store_is_up()
    yield Site(SubmissionQueue(settings), claims, store, reader, service, published)
    service.close()
