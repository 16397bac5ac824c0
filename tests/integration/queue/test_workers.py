"""The list of workers: who beats is on it, who falls silent or leaves is not."""

import pytest

from shared.constants import OVERDUE_MS
from shared.queue import keys
from shared.queue.claims import ClaimQueue
from shared.queue.messages import build_celery, publish_message
from shared.queue.submissions import SubmissionQueue
from shared.queue.workers import WorkerRegistry
from shared.settings import Settings
from tests.support.polling import wait_for
from tests.support.submissions import accept, claim_ids
from tests.support.workers import describe_worker


@pytest.fixture
def registry(settings: Settings) -> WorkerRegistry:
    return WorkerRegistry(settings)


def test_workers_that_beat_are_listed_by_name_as_they_last_described_themselves(registry: WorkerRegistry) -> None:
    registry.beat(describe_worker("b"))
    registry.beat(describe_worker("a"))
    latest = describe_worker("b", answered=5, images_per_second=12.5)
    registry.beat(latest)
    assert registry.list_workers() == [describe_worker("a"), latest]


def test_nobody_has_joined_at_first(registry: WorkerRegistry) -> None:
    assert registry.list_workers() == []


def test_a_worker_that_leaves_is_off_the_list_at_once(registry: WorkerRegistry) -> None:
    registry.beat(describe_worker("a"))
    registry.beat(describe_worker("b"))
    registry.leave("a")
    registry.leave("never joined")
    assert [worker.name for worker in registry.list_workers()] == ["b"]


def test_a_worker_that_falls_silent_is_forgotten(
    registry: WorkerRegistry, queue: SubmissionQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.workers.WORKER_LIFE_MS", 50)
    registry.beat(describe_worker("silent"))
    wait_for(lambda: registry.list_workers() == [])
    registry.beat(describe_worker("alive"))
    assert queue.client.zrange(keys.WORKERS, 0, -1) == [b"alive"]


def test_a_beat_tells_what_the_sweep_has_to_publish(
    registry: WorkerRegistry, queue: SubmissionQueue, claims: ClaimQueue, settings: Settings
) -> None:
    assert not registry.beat(describe_worker("a")).needs_message
    accept(queue)
    assert registry.beat(describe_worker("a")).needs_message
    publish_message(build_celery(settings), [])
    assert not registry.beat(describe_worker("a")).needs_message
    queue.client.delete("numberfigure")
    assert len(claim_ids(claims)) == 1
    assert not registry.beat(describe_worker("a")).needs_message


def test_a_beat_tells_what_nobody_has_claimed_for_long(
    registry: WorkerRegistry, queue: SubmissionQueue, claims: ClaimQueue
) -> None:
    prediction_id = accept(queue)
    assert registry.beat(describe_worker("a")).overdue == 0
    queue.client.zincrby(keys.PENDING, -OVERDUE_MS - 1, prediction_id)
    assert registry.beat(describe_worker("a")).overdue == 1
    assert claim_ids(claims) == [prediction_id]
    assert registry.beat(describe_worker("a")).overdue == 0


@pytest.mark.usefixtures("short_leases")
def test_a_lease_that_ran_out_is_found_by_the_sweep(
    registry: WorkerRegistry, queue: SubmissionQueue, claims: ClaimQueue
) -> None:
    accept(queue)
    assert len(claim_ids(claims)) == 1
    wait_for(lambda: registry.beat(describe_worker("a")).needs_message)


def test_what_a_clock_that_was_set_back_put_into_the_future_is_due_at_the_next_beat(
    queue: SubmissionQueue, claims: ClaimQueue, registry: WorkerRegistry
) -> None:
    prediction_id = accept(queue)
    queue.client.zincrby(keys.PENDING, 3_600_000, prediction_id)
    assert claim_ids(claims) == []
    assert registry.beat(describe_worker("a")).needs_message
    assert claim_ids(claims) == [prediction_id]
