"""The limit of images for each client and minute."""

import pytest

from shared.queue.claims import ClaimQueue
from shared.queue.submissions import QueueFullError, RateLimitedError, SubmissionQueue
from shared.settings import Settings
from tests.support.submissions import accept, claim_one, complete, make_submission


def limit(settings: Settings, **limits: int) -> SubmissionQueue:
    return SubmissionQueue(settings.model_copy(update=limits))


def test_a_client_at_its_limit_is_refused_and_told_when_to_try_again(settings: Settings) -> None:
    queue = limit(settings, rate_limit=2)
    assert [queue.accept(make_submission()).rate_left for _ in range(2)] == [1, 0]
    before = queue.read_totals()
    with pytest.raises(RateLimitedError) as caught:
        accept(queue)
    assert caught.value.status == 429
    assert caught.value.retry_after is not None
    assert 1 <= caught.value.retry_after <= 60
    assert queue.read_totals() == before


def test_another_client_is_not_affected(settings: Settings) -> None:
    queue = limit(settings, rate_limit=1)
    accept(queue, client="192.0.2.1")
    with pytest.raises(RateLimitedError):
        accept(queue, client="192.0.2.1")
    accept(queue, client="192.0.2.2")


def test_refusals_for_the_rate_do_not_count_and_do_not_prolong_the_minute(settings: Settings) -> None:
    queue = limit(settings, rate_limit=1)
    accept(queue, client="eager")
    key = "{numberfigure}:rate:eager"
    queue.client.pexpire(key, 30_000)
    for _ in range(5):
        with pytest.raises(RateLimitedError) as caught:
            accept(queue, client="eager")
        assert caught.value.retry_after is not None
        assert caught.value.retry_after <= 30
    assert queue.client.get(key) == b"1"


def test_the_limit_is_lifted_when_the_minute_is_over(settings: Settings) -> None:
    queue = limit(settings, rate_limit=1)
    accept(queue, client="patient")
    queue.client.pexpire("{numberfigure}:rate:patient", 0)
    assert queue.accept(make_submission(client="patient")).rate_left == 0


def test_a_refusal_by_a_full_queue_does_not_use_up_the_limit(settings: Settings, claims: ClaimQueue) -> None:
    queue = limit(settings, rate_limit=2, max_pending=1)
    accept(queue)
    for _ in range(3):
        with pytest.raises(QueueFullError):
            accept(queue)
    assert complete(claims, claim_one(claims))
    assert queue.accept(make_submission()).rate_left == 0


def test_without_a_limit_nothing_is_counted(queue: SubmissionQueue) -> None:
    assert queue.accept(make_submission(client="anyone")).rate_left is None
    assert not queue.client.exists("{numberfigure}:rate:anyone")
