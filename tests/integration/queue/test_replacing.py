"""Replacing: a newer try takes the place of an older one at one moment, and of whatever overtook it."""

import pytest

from shared.ids import make_prediction_id
from shared.queue.claims import ClaimQueue
from shared.queue.submissions import QueueFullError, SubmissionQueue
from shared.settings import Settings
from tests.support.submissions import accept, claim_ids, claim_one, complete, make_submission


def list_ids(queue: SubmissionQueue, owner: str = "owner") -> list[str]:
    return [entry.prediction_id for entry in queue.list_unfinished(owner, 10, None)]


def replace(queue: SubmissionQueue, older: str, **changes: str) -> tuple[str, list[str]]:
    """Accept a submission that replaces an older one; returns its id and what is gone."""
    submission = make_submission(replaces=older, **changes)
    return submission.prediction_id, list(queue.accept(submission).replaced)


def test_what_waits_is_replaced_and_counts_as_canceled(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    older = accept(queue)
    newer, replaced = replace(queue, older)
    assert replaced == [older]
    assert list_ids(queue) == [newer]
    assert queue.read_totals() == {"accepted": 2, "canceled": 1, "pending": 1, "pending_bytes": len(b"picture")}
    assert claim_ids(claims, [older]) == [newer]


def test_what_is_being_read_is_replaced_and_its_answer_passed_over(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    older = accept(queue)
    claim = claim_one(claims)
    newer, _ = replace(queue, older)
    assert not complete(claims, claim)
    assert queue.look_up(older) is None
    assert list_ids(queue) == [newer]


def test_the_hot_copy_of_what_is_done_is_replaced(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    older = accept(queue)
    assert complete(claims, claim_one(claims))
    newer, replaced = replace(queue, older)
    assert (queue.look_up(older), replaced, list_ids(queue)) == (None, [older], [newer])


def test_tries_that_overtook_each_other_leave_the_last(queue: SubmissionQueue) -> None:
    first = accept(queue)
    second, _ = replace(queue, first)
    third, replaced = replace(queue, first)
    assert replaced == [first, second]
    # Whichever of them a late one names, it takes the place of the present one.
    for name in (first, second, third):
        present, replaced = replace(queue, name)
        assert list_ids(queue) == [present]
        assert replaced[0] == name


def test_another_owners_successors_are_not_followed(queue: SubmissionQueue) -> None:
    first = accept(queue)
    second, _ = replace(queue, first)
    theirs, replaced = replace(queue, first, owner="stranger")
    assert replaced == [first]
    assert (list_ids(queue), list_ids(queue, "stranger")) == ([second], [theirs])


def test_replacing_what_is_gone_is_accepted(queue: SubmissionQueue) -> None:
    newer, _ = replace(queue, make_prediction_id())
    assert list_ids(queue) == [newer]


def test_what_is_refused_replaces_nothing(settings: Settings) -> None:
    queue = SubmissionQueue(settings.model_copy(update={"max_pending": 1}))
    older = accept(queue)
    with pytest.raises(QueueFullError):
        replace(queue, older)
    assert list_ids(queue) == [older]


def test_a_repeated_acceptance_replaces_once(queue: SubmissionQueue) -> None:
    older = accept(queue)
    submission = make_submission(replaces=older)
    for _ in range(2):
        assert queue.accept(submission).replaced == [older]
    assert list_ids(queue) == [submission.prediction_id]
    assert queue.read_totals()["canceled"] == 1
