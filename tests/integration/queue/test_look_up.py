"""Looking up: where each submission stands, and what an owner has in the queue."""

from shared.ids import make_prediction_id
from shared.prediction import Status
from shared.queue.claims import ClaimQueue
from shared.queue.submissions import SubmissionQueue
from shared.queue.unfinished import Unfinished
from tests.support.submissions import ANSWER, accept, claim_one, complete, make_submission


def find(queue: SubmissionQueue, prediction_id: str) -> Unfinished:
    found = queue.look_up(prediction_id)
    assert isinstance(found, Unfinished)
    return found


def list_ids(queue: SubmissionQueue, owner: str, limit: int, after: str | None = None) -> list[str]:
    return [entry.prediction_id for entry in queue.list_unfinished(owner, limit, after)]


def test_a_submission_is_found_in_each_of_its_states(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    submission = make_submission(filename="sieben.png")
    prediction_id = submission.prediction_id
    assert queue.look_up(prediction_id) is None
    accepted = queue.accept(submission)
    queued = Unfinished(prediction_id, Status.QUEUED, accepted.accepted_ms, "owner", "sieben.png", 1)
    assert queue.look_up(prediction_id) == queued
    claim = claim_one(claims)
    assert (find(queue, prediction_id).status, find(queue, prediction_id).position) == (Status.PROCESSING, None)
    assert complete(claims, claim)
    assert queue.look_up(prediction_id) == ANSWER


def test_an_unknown_id_is_not_pending_for_ever(queue: SubmissionQueue) -> None:
    assert queue.look_up(make_prediction_id()) is None


def test_the_queue_moves_up_when_the_oldest_are_claimed(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    old = accept(queue)
    assert claim_one(claims).prediction_id == old
    ids = [accept(queue) for _ in range(3)]
    assert [find(queue, prediction_id).position for prediction_id in ids] == [1, 2, 3]
    claims.release([claims.claim("worker", ids).claims[0]], 0)
    assert find(queue, ids[0]).position == 1
    assert find(queue, accept(queue)).position == 2


def test_an_owner_sees_only_their_own_newest_first(queue: SubmissionQueue) -> None:
    mine = [accept(queue, owner="me") for _ in range(3)]
    accept(queue, owner="you")
    newest_first = sorted(mine, reverse=True)
    assert list_ids(queue, "me", 10) == newest_first
    assert list_ids(queue, "nobody", 10) == []


def test_pages_follow_each_other_without_gap_or_repetition(queue: SubmissionQueue) -> None:
    ids = sorted((accept(queue) for _ in range(7)), reverse=True)
    pages, after = [], None
    while page := list_ids(queue, "owner", 3, after):
        pages.append(page)
        after = page[-1]
    assert pages == [ids[:3], ids[3:6], ids[6:]]


def test_what_is_done_is_no_longer_listed(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    accept(queue)
    assert complete(claims, claim_one(claims))
    waiting = accept(queue)
    assert list_ids(queue, "owner", 10) == [waiting]
