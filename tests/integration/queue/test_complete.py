"""Completing: told once, to whoever waits, and by nobody whose claim is lost."""

import pytest

from shared.constants import HOT_COPY_MS
from shared.prediction import Status
from shared.queue import keys
from shared.queue.claims import ClaimQueue, Completion
from shared.queue.submissions import SubmissionQueue
from shared.settings import Settings
from tests.support.submissions import ANSWER, accept, claim_one, claim_when_due, complete


def test_a_completed_answer_is_the_hot_copy_for_about_a_minute(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    prediction_id = accept(queue)
    assert complete(claims, claim_one(claims))
    assert queue.look_up(prediction_id) == ANSWER
    left_ms = queue.client.pttl(keys.answer_key(prediction_id))
    assert HOT_COPY_MS - 20_000 < left_ms <= HOT_COPY_MS  # type: ignore[operator]


def test_nothing_else_is_left_of_what_is_done(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    prediction_id = accept(queue)
    assert complete(claims, claim_one(claims))
    found: set[bytes] = set(queue.client.keys())  # type: ignore[arg-type]
    left = {keys.TOTALS.encode(), keys.READ.encode(), keys.answer_key(prediction_id).encode()}
    assert {name for name in found if b":pulse:" not in name} == left
    assert queue.read_totals() == {"accepted": 1, "succeeded": 1, "pending_bytes": 0, "pending": 0}
    assert queue.list_unfinished("owner", 10, None) == []


def test_a_lost_claim_cannot_complete_and_its_new_holder_can(
    queue: SubmissionQueue, claims: ClaimQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 1)
    prediction_id = accept(queue)
    lost = claim_one(claims)
    [held] = claim_when_due(claims)
    assert not complete(claims, lost, answer=b"late")
    assert not isinstance(queue.look_up(prediction_id), bytes)
    assert complete(claims, held)
    assert queue.look_up(prediction_id) == ANSWER
    assert not complete(claims, held, answer=b"again")
    assert queue.look_up(prediction_id) == ANSWER


def test_a_claim_whose_lease_ran_out_unnoticed_can_still_complete(
    queue: SubmissionQueue, claims: ClaimQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 0)
    accept(queue)
    assert complete(claims, claim_one(claims))


def test_of_a_batch_only_what_is_still_held_is_completed(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    kept, erased = accept(queue), accept(queue)
    batch = claims.claim("worker", [kept, erased]).claims
    queue.erase(erased)
    completions = [Completion(claim.prediction_id, claim.token, Status.SUCCEEDED, "1.fake", ANSWER) for claim in batch]
    assert claims.complete(completions) == {kept}
    assert queue.look_up(erased) is None


def test_the_totals_add_up(settings: Settings, queue: SubmissionQueue) -> None:
    claims = ClaimQueue(settings.model_copy(update={"batch_images": 1}))
    ids = [accept(queue, image=bytes(10)) for _ in range(7)]
    assert complete(claims, claim_one(claims), Status.SUCCEEDED)
    assert complete(claims, claim_one(claims), Status.FAILED)
    queue.erase(claim_one(claims).prediction_id)
    assert queue.cancel(ids[3], "owner") == "canceled"
    [canceled] = claims.claim("worker", [ids[3]]).claims
    assert complete(claims, canceled, Status.CANCELED)
    queue.erase(ids[4])
    queue.erase(ids[0])
    assert queue.cancel(ids[5], "owner") == "canceled"
    totals = queue.read_totals()
    assert totals == {
        "accepted": 7,
        "succeeded": 1,
        "failed": 1,
        "canceled": 3,
        "pending": 2,
        "pending_bytes": 20,
    }
