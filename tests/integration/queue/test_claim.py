"""Claiming a batch: who comes first, how many, and never twice."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.prediction import Status
from shared.queue import keys
from shared.queue.claims import ClaimQueue
from shared.queue.submissions import SubmissionQueue
from shared.settings import Settings
from tests.support.submissions import accept, claim_ids, claim_one, complete


def test_the_wanted_come_first_and_then_the_oldest(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    first, second, third, fourth = (accept(queue) for _ in range(4))
    assert claim_ids(claims, [third, second]) == [third, second, first, fourth]


def test_what_is_wanted_twice_or_unknown_is_claimed_once_or_not_at_all(
    queue: SubmissionQueue, claims: ClaimQueue
) -> None:
    wanted = accept(queue)
    assert claim_ids(claims, [wanted, "unknown", wanted]) == [wanted]


def test_a_submission_is_not_claimed_again_while_its_lease_holds(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    wanted = accept(queue)
    assert claim_ids(claims) == [wanted]
    assert claim_ids(claims, [wanted]) == []


def test_many_workers_at_once_share_what_is_due_without_overlap(settings: Settings, queue: SubmissionQueue) -> None:
    ids = [accept(queue) for _ in range(300)]

    def work(_: int) -> list[str]:
        claims, mine = ClaimQueue(settings), []
        while found := claim_ids(claims, ids[:64]):
            mine += found
        return mine

    with ThreadPoolExecutor(6) as pool:
        claimed = [prediction_id for mine in pool.map(work, range(6)) for prediction_id in mine]
    assert sorted(claimed) == sorted(ids)


@pytest.mark.parametrize(
    ("budget", "submission"),
    [
        ({"BATCH_PIXELS": 2000}, {"pixels": 1000}),
        ({"BATCH_BYTES": 25}, {"image": bytes(10)}),
    ],
    ids=["pixels", "bytes"],
)
def test_a_batch_keeps_to_its_budget(
    queue: SubmissionQueue,
    claims: ClaimQueue,
    monkeypatch: pytest.MonkeyPatch,
    budget: dict[str, int],
    submission: dict[str, Any],
) -> None:
    for name, value in budget.items():
        monkeypatch.setattr(f"shared.queue.claims.{name}", value)
    ids = [accept(queue, **submission) for _ in range(5)]
    batches = [claim_ids(claims, ids[:3]), claim_ids(claims), claim_ids(claims), claim_ids(claims)]
    assert batches == [ids[:2], ids[2:4], ids[4:], []]


def test_a_batch_keeps_to_the_number_of_images(settings: Settings, queue: SubmissionQueue) -> None:
    claims = ClaimQueue(settings.model_copy(update={"batch_images": 2}))
    ids = [accept(queue) for _ in range(5)]
    assert [claim_ids(claims) for _ in range(4)] == [ids[:2], ids[2:4], ids[4:], []]


def test_a_picture_beyond_the_budget_runs_alone(
    queue: SubmissionQueue, claims: ClaimQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.claims.BATCH_PIXELS", 1000)
    small, large, last = accept(queue, pixels=10), accept(queue, pixels=5000), accept(queue, pixels=10)
    assert [claim_ids(claims) for _ in range(3)] == [[small], [large], [last]]


def test_each_claim_has_a_higher_token(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    accept(queue)
    tokens = []
    for _ in range(3):
        claim = claim_one(claims)
        tokens.append(claim.token)
        claims.release([claim], 0)
    assert tokens == [1, 2, 3]


def test_a_claim_tells_whether_another_message_is_needed(settings: Settings, queue: SubmissionQueue) -> None:
    claims = ClaimQueue(settings.model_copy(update={"batch_images": 2}))
    for _ in range(3):
        accept(queue)
    assert [claims.claim("worker", ()).needs_message for _ in range(2)] == [True, False]


@pytest.mark.parametrize("gone", ["image", "everything"])
def test_bytes_that_are_gone_make_an_empty_image_that_can_be_completed(
    queue: SubmissionQueue, claims: ClaimQueue, gone: str
) -> None:
    prediction_id = accept(queue)
    key = keys.submission_key(prediction_id)
    queue.client.hdel(key, "image") if gone == "image" else queue.client.delete(key)
    claim = claim_one(claims)
    assert claim.image == b""
    assert complete(claims, claim, Status.FAILED)
    assert queue.read_totals()["pending"] == 0
