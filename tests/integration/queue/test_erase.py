"""Erasing: whatever state it was in, nothing is left, and nothing brings it back."""

from shared.ids import make_prediction_id
from shared.queue import keys
from shared.queue.claims import ClaimQueue
from shared.queue.submissions import SubmissionQueue
from tests.support.submissions import accept, claim_ids, claim_one, complete

ONLY_TOTALS = {keys.TOTALS.encode()}


def read_keys(queue: SubmissionQueue) -> set[bytes]:
    """Read the names of all that is there, but for the counts of the pulse, which name nobody."""
    found: set[bytes] = set(queue.client.keys())  # type: ignore[arg-type]
    return {name for name in found if b":pulse:" not in name} - {keys.READ.encode()}


def test_what_waits_is_erased_and_never_claimed(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    prediction_id = accept(queue)
    queue.erase(prediction_id)
    assert queue.look_up(prediction_id) is None
    assert claim_ids(claims, [prediction_id]) == []
    assert read_keys(queue) == ONLY_TOTALS
    assert queue.read_totals() == {"accepted": 1, "canceled": 1, "pending": 0, "pending_bytes": 0}


def test_what_is_being_read_is_erased_and_its_answer_passed_over(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    prediction_id = accept(queue)
    claim = claim_one(claims)
    queue.erase(prediction_id)
    # None of these may bring back a part of it.
    claims.mark_begun([claim], True)
    claims.renew([claim])
    claims.release([claim], 0)
    assert not complete(claims, claim)
    assert queue.look_up(prediction_id) is None
    assert read_keys(queue) == ONLY_TOTALS
    assert "succeeded" not in queue.read_totals()


def test_the_hot_copy_of_what_is_done_is_erased(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    prediction_id = accept(queue)
    assert complete(claims, claim_one(claims))
    queue.erase(prediction_id)
    assert queue.look_up(prediction_id) is None
    assert "canceled" not in queue.read_totals()


def test_erasing_what_never_was_changes_nothing(queue: SubmissionQueue) -> None:
    accept(queue)
    before = queue.read_totals()
    queue.erase(make_prediction_id())
    assert queue.read_totals() == before


def test_dropping_a_hot_copy_leaves_the_rest(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    done = accept(queue)
    assert complete(claims, claim_one(claims))
    waiting = accept(queue)
    queue.drop_hot_copy(done)
    queue.drop_hot_copy(waiting)
    assert queue.look_up(done) is None
    assert queue.look_up(waiting) is not None
