"""The pulse: what happened lately, counted by the scripts."""

import pytest

from shared.prediction import Status
from shared.queue import keys
from shared.queue.claims import ClaimQueue
from shared.queue.pulse import SPANS, Pulse
from shared.queue.submissions import SubmissionQueue
from shared.queue.workers import WorkerDescription, WorkerRegistry
from shared.settings import Settings
from tests.support.submissions import accept, claim_one, complete


@pytest.fixture
def pulse(settings: Settings) -> Pulse:
    return Pulse(settings)


def test_what_happens_is_counted_once(queue: SubmissionQueue, claims: ClaimQueue, pulse: Pulse) -> None:
    for status in (Status.SUCCEEDED, Status.SUCCEEDED, Status.FAILED):
        accept(queue)
        claim = claim_one(claims)
        assert complete(claims, claim, status)
        # A late second answer counts nothing.
        assert not complete(claims, claim, status)
    spans = pulse.read_spans()
    assert len(spans) == SPANS
    assert [spans[i + 1].begins_ms - spans[i].begins_ms for i in range(SPANS - 1)] == [5000] * (SPANS - 1)
    assert (sum(s.accepted for s in spans), sum(s.succeeded for s in spans), sum(s.failed for s in spans)) == (3, 2, 1)
    assert [s.accepted for s in spans[:-2]] == [0] * (SPANS - 2)
    known = [s for s in spans if s.median_ms is not None]
    assert known
    assert all(s.median_ms and s.slow_ms and 1 <= s.median_ms <= s.slow_ms < 1000 for s in known)
    assert pulse.read_models() == {"1.fake": 2}


def test_the_greatest_depth_that_a_worker_saw_is_kept(
    settings: Settings, queue: SubmissionQueue, claims: ClaimQueue, pulse: Pulse
) -> None:
    registry = WorkerRegistry(settings)
    worker = WorkerDescription(
        name="host:1", model_version="1", runtime="litert", started_at="", answered=0, images_per_second=None
    )
    assert {span.pending for span in pulse.read_spans()} == {None}
    for _ in range(2):
        accept(queue)
    registry.beat(worker)
    for claim in claims.claim("worker", ()).claims:
        complete(claims, claim)
    registry.beat(worker)
    assert max(span.pending or 0 for span in pulse.read_spans()) == 2


def test_it_is_forgotten_by_itself(queue: SubmissionQueue) -> None:
    accept(queue)
    names: list[bytes] = queue.client.keys("*:pulse:*")  # type: ignore[assignment]
    assert names
    for name in names:
        assert 0 < int(queue.client.pttl(name)) <= 900_000  # type: ignore[arg-type]
    assert not queue.client.exists(keys.READ)
