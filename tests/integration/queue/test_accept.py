"""Accepting: what is accepted is safe and due at once; what is refused has changed nothing."""

import pytest

from shared.queue.claims import ClaimQueue
from shared.queue.messages import build_celery, publish_message
from shared.queue.submissions import QueueFullError, SubmissionQueue
from shared.settings import Settings
from tests.support.submissions import accept, claim_ids, complete, make_submission


def read_state(queue: SubmissionQueue) -> tuple[dict[str, int], int]:
    """Read the totals, and how many keys there are."""
    return dict(queue.read_totals()), int(queue.client.dbsize())  # type: ignore[arg-type]


def test_an_accepted_submission_is_due_at_once_as_it_was_sent(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    submission = make_submission(image=bytes(range(256)), filename="Zahl „7“ 数.png")
    accepted = queue.accept(submission)
    [claim] = claims.claim("worker", ()).claims
    assert (claim.prediction_id, claim.image, claim.owner, claim.filename, claim.accepted_ms) == (
        submission.prediction_id,
        submission.image,
        submission.owner,
        submission.filename,
        accepted.accepted_ms,
    )


def test_positions_count_from_one_in_the_order_of_arrival(queue: SubmissionQueue) -> None:
    assert [queue.accept(make_submission()).position for _ in range(3)] == [1, 2, 3]


def test_accepting_the_same_id_again_changes_nothing(settings: Settings) -> None:
    queue = SubmissionQueue(settings.model_copy(update={"rate_limit": 10}))
    submission = make_submission()
    first = queue.accept(submission)
    before = read_state(queue)
    again = queue.accept(submission)
    assert read_state(queue) == before
    assert again.position == first.position
    assert queue.accept(make_submission()).rate_left == 8


def test_a_repeated_accept_tells_when_it_was_accepted_first(queue: SubmissionQueue) -> None:
    submission = make_submission()
    first = queue.accept(submission)
    queue.client.hset(f"{{numberfigure}}:submission:{submission.prediction_id}", "accepted_ms", first.accepted_ms - 500)
    assert queue.accept(submission).accepted_ms == first.accepted_ms - 500


@pytest.mark.parametrize(
    ("limit", "size"), [({"max_pending": 3}, 10), ({"max_pending_bytes": 30}, 10)], ids=["images", "bytes"]
)
def test_a_full_queue_refuses_unchanged_and_accepts_again_when_drained(
    settings: Settings, claims: ClaimQueue, limit: dict[str, int], size: int
) -> None:
    queue = SubmissionQueue(settings.model_copy(update=limit))
    ids = [accept(queue, image=bytes(size)) for _ in range(3)]
    before = read_state(queue)
    with pytest.raises(QueueFullError) as caught:
        accept(queue, image=bytes(size))
    assert (caught.value.status, caught.value.retry_after is not None) == (503, True)
    assert read_state(queue) == before
    # What is being read still counts; what is answered does not.
    batch = claims.claim("worker", ())
    assert [claim.prediction_id for claim in batch.claims] == ids
    with pytest.raises(QueueFullError):
        accept(queue, image=bytes(size))
    for claim in batch.claims:
        assert complete(claims, claim)
    assert queue.accept(make_submission(image=bytes(size))).position == 1


def test_a_smaller_picture_still_fits_where_a_larger_is_refused(settings: Settings) -> None:
    queue = SubmissionQueue(settings.model_copy(update={"max_pending_bytes": 30}))
    accept(queue, image=bytes(20))
    with pytest.raises(QueueFullError):
        accept(queue, image=bytes(11))
    accept(queue, image=bytes(10))
    assert queue.read_totals()["pending_bytes"] == 30


def test_a_message_is_needed_only_while_the_queued_ones_cover_less_than_what_is_due(settings: Settings) -> None:
    queue, celery = SubmissionQueue(settings.model_copy(update={"batch_images": 2})), build_celery(settings)
    needed = []
    for _ in range(5):
        accepted = queue.accept(make_submission())
        needed.append(accepted.needs_message)
        if accepted.needs_message:
            publish_message(celery, [])
    assert needed == [True, False, True, False, True]


def test_a_long_backlog_that_is_being_read_needs_no_message(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    for _ in range(3):
        accept(queue)
    assert len(claim_ids(claims)) == 3
    assert not claims.claim("worker", ()).needs_message
