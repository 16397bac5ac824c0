"""Canceling: by the owner, and only what has not begun."""

from shared.ids import make_prediction_id
from shared.prediction import Status
from shared.queue.claims import ClaimQueue
from shared.queue.submissions import SubmissionQueue
from shared.queue.unfinished import Unfinished
from tests.support.submissions import accept, claim_ids, claim_one, complete


def read_status(queue: SubmissionQueue, prediction_id: str) -> Status:
    unfinished = queue.look_up(prediction_id)
    assert isinstance(unfinished, Unfinished)
    return unfinished.status


def test_what_waits_can_be_canceled_and_is_then_handed_over_as_canceled(
    queue: SubmissionQueue, claims: ClaimQueue
) -> None:
    prediction_id = accept(queue)
    assert queue.cancel(prediction_id, "owner") == "canceled"
    assert read_status(queue, prediction_id) is Status.CANCELED
    claim = claim_one(claims)
    assert (claim.prediction_id, claim.status) == (prediction_id, Status.CANCELED)
    assert read_status(queue, prediction_id) is Status.CANCELED


def test_a_canceled_submission_stays_canceled_when_its_batch_is_released(
    queue: SubmissionQueue, claims: ClaimQueue
) -> None:
    prediction_id = accept(queue)
    queue.cancel(prediction_id, "owner")
    claims.release([claim_one(claims)], 0)
    assert read_status(queue, prediction_id) is Status.CANCELED
    assert claim_one(claims).status is Status.CANCELED


def test_canceling_twice_is_as_canceling_once(queue: SubmissionQueue) -> None:
    prediction_id = accept(queue)
    assert [queue.cancel(prediction_id, "owner") for _ in range(2)] == ["canceled", "canceled"]


def test_canceling_again_does_not_take_the_claim_from_the_worker_that_holds_it(
    queue: SubmissionQueue, claims: ClaimQueue
) -> None:
    prediction_id = accept(queue)
    queue.cancel(prediction_id, "owner")
    claim = claim_one(claims)
    queue.cancel(prediction_id, "owner")
    assert claim_ids(claims, [prediction_id]) == []
    assert complete(claims, claim, Status.CANCELED)


def test_what_is_being_read_cannot_be_canceled(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    prediction_id = accept(queue)
    claim = claim_one(claims)
    assert queue.cancel(prediction_id, "owner") == "begun"
    assert read_status(queue, prediction_id) is Status.PROCESSING
    assert complete(claims, claim)


def test_what_was_released_can_be_canceled(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    prediction_id = accept(queue)
    claims.release([claim_one(claims)], 60_000)
    assert queue.cancel(prediction_id, "owner") == "canceled"
    assert claim_ids(claims) == [prediction_id]


def test_nobody_else_can_cancel(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    prediction_id = accept(queue, owner="somebody")
    assert queue.cancel(prediction_id, "somebody else") == "forbidden"
    assert claim_one(claims).status is Status.PROCESSING


def test_what_is_done_or_never_was_is_unknown(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    prediction_id = accept(queue)
    assert complete(claims, claim_one(claims))
    assert queue.cancel(prediction_id, "owner") == "unknown"
    assert queue.cancel(make_prediction_id(), "owner") == "unknown"
    assert queue.read_totals()["pending"] == 0
