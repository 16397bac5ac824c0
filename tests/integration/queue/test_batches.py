"""Batches in the queue: behind all others, in turn, counted, canceled and erased as one."""

import pytest

from shared.prediction import Status
from shared.queue import keys
from shared.queue.accounts import AccountBook
from shared.queue.batches import BatchQueue, BeginningGoneError
from shared.queue.claims import ClaimQueue
from shared.queue.inspection import QueueInspector
from shared.queue.pulse import Pulse
from shared.queue.submissions import QueueFullError, RateLimitedError, SubmissionQueue
from shared.queue.unfinished import Unfinished
from shared.queue.workers import WorkerRegistry
from shared.settings import Settings
from tests.support.batches import CLIENT, accept_batch, list_ids, make_items
from tests.support.submissions import WORKER, accept, claim_ids, claim_when_due, complete, make_submission
from tests.support.workers import describe_worker

QUEUED, PROCESSING, SUCCEEDED = Status.QUEUED, Status.PROCESSING, Status.SUCCEEDED


@pytest.fixture
def batches(settings: Settings) -> BatchQueue:
    """Batches as web sees them."""
    return BatchQueue(settings)


def count(batches: BatchQueue, batch_id: str) -> dict[Status, int]:
    """Count a batch, without the statuses that nothing of it has."""
    found = batches.read(batch_id)
    assert found is not None
    return {status: number for status, number in found.counts.items() if number}


def test_a_batch_is_claimed_in_its_order_with_all_that_belongs_to_it(batches: BatchQueue, claims: ClaimQueue) -> None:
    batch_id, ids = accept_batch(batches, 5, filename="a/seven.png")
    claimed = claims.claim(WORKER, ()).claims
    assert [claim.prediction_id for claim in claimed] == ids
    first = claimed[0]
    assert (first.batch_id, first.filename, first.owner, first.image) == (batch_id, "a/seven.png", "owner", b"7")
    assert first.problem == ""


def test_what_could_not_be_accepted_carries_its_problem(batches: BatchQueue, claims: ClaimQueue) -> None:
    accept_batch(batches, 1, image=b"", pixels=0, problem='{"title": "No picture"}')
    [claim] = claims.claim(WORKER, ()).claims
    assert (claim.image, claim.problem) == (b"", '{"title": "No picture"}')


def test_who_sends_one_picture_is_before_a_batch(
    queue: SubmissionQueue, batches: BatchQueue, claims: ClaimQueue
) -> None:
    _, ids = accept_batch(batches, 5)
    alone = accept(queue)
    entry = queue.look_up(alone)
    assert isinstance(entry, Unfinished)
    assert entry.position == 1
    behind = queue.look_up(ids[0])
    assert isinstance(behind, Unfinished)
    assert behind.position == 2
    # It is claimed without any of the batch, so that it does not wait for them.
    assert claim_ids(claims) == [alone]
    assert claim_ids(claims) == ids


def test_a_batch_has_its_turn_however_many_send_single_pictures(
    queue: SubmissionQueue, batches: BatchQueue, claims: ClaimQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.claims.BATCH_IMAGES", 1)
    _, ids = accept_batch(batches, 3)
    for _ in range(12):
        accept(queue)
    # Messages that want a picture do not put it off, either.
    wanted = accept(queue)
    turns = [claim_ids(claims, [wanted])[0] in ids for _ in range(12)]
    assert turns == [False, False, False, True] * 3


def test_a_claim_of_a_batch_keeps_to_fewer_pixels(
    batches: BatchQueue, claims: ClaimQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.claims.BULK_PIXELS", 2000)
    accept_batch(batches, 5, pixels=1000)
    assert len(claim_ids(claims)) == 2


def test_counts_follow_what_becomes_of_each(settings: Settings, batches: BatchQueue, claims: ClaimQueue) -> None:
    batch_id, ids = accept_batch(batches, 4)
    assert count(batches, batch_id) == {QUEUED: 4}
    first, second, third, fourth = claims.claim(WORKER, ()).claims
    assert count(batches, batch_id) == {PROCESSING: 4}
    claims.release([fourth], 0)
    assert count(batches, batch_id) == {PROCESSING: 3, QUEUED: 1}
    complete(claims, first)
    complete(claims, second, Status.FAILED)
    assert not complete(claims, second, Status.FAILED)
    assert count(batches, batch_id) == {SUCCEEDED: 1, Status.FAILED: 1, PROCESSING: 1, QUEUED: 1}
    complete(claims, third)
    assert [entry.prediction_id for entry in batches.list_unfinished(batch_id, 10, None)] == [ids[3]]
    [again] = claims.claim(WORKER, ()).claims
    complete(claims, again)
    found = batches.read(batch_id)
    assert found is not None
    assert found.is_done
    assert found.counts[SUCCEEDED] == 3
    assert AccountBook(settings).read().missing == 0


@pytest.mark.usefixtures("short_leases")
def test_a_claim_that_was_lost_is_counted_once(batches: BatchQueue, claims: ClaimQueue) -> None:
    batch_id, _ = accept_batch(batches, 1)
    assert len(claim_ids(claims)) == 1
    [again] = claim_when_due(claims)
    assert again.token == 2
    assert count(batches, batch_id) == {PROCESSING: 1}
    complete(claims, again)
    assert count(batches, batch_id) == {SUCCEEDED: 1}


def test_a_lease_is_kept_in_its_rank(queue: SubmissionQueue, batches: BatchQueue, claims: ClaimQueue) -> None:
    accept_batch(batches, 2)
    held = claims.claim(WORKER, ()).claims
    assert claims.renew(held) == 2
    claims.release(held, 0)
    alone = accept(queue)
    assert claim_ids(claims) == [alone]


def test_an_entry_of_a_clock_that_was_set_back_falls_due_in_its_rank(
    settings: Settings, queue: SubmissionQueue, batches: BatchQueue, claims: ClaimQueue
) -> None:
    _, [lost] = accept_batch(batches, 1)
    alone = accept(queue)
    # In these, an hour more.
    for prediction_id in (lost, alone):
        queue.client.zincrby(keys.PENDING, 3_600_000, prediction_id)
    assert claim_ids(claims) == []
    WorkerRegistry(settings).beat(describe_worker())
    assert claim_ids(claims) == [alone]
    assert claim_ids(claims) == [lost]


def test_pieces_make_one_batch(batches: BatchQueue) -> None:
    batch_id, ids = accept_batch(batches, 3)
    more = make_items(2, ids[-1])
    batches.accept(batch_id, "owner", CLIENT, more, is_first=False)
    assert count(batches, batch_id) == {QUEUED: 5}
    assert batches.list_unfinished_ids(batch_id) == [*ids, *list_ids(more)]
    assert batches.find_last_position(batch_id) == 5


def test_a_piece_that_is_sent_again_is_accepted_once(
    settings: Settings, batches: BatchQueue, claims: ClaimQueue
) -> None:
    batch_id, ids = accept_batch(batches, 3)
    more = make_items(2, ids[-1])
    for _ in range(2):
        batches.accept(batch_id, "owner", CLIENT, more, is_first=False)
    assert count(batches, batch_id) == {QUEUED: 5}
    # Also when it is done already.
    for claim in claims.claim(WORKER, ()).claims:
        complete(claims, claim)
    batches.accept(batch_id, "owner", CLIENT, more, is_first=False)
    assert count(batches, batch_id) == {SUCCEEDED: 5}
    accounts = AccountBook(settings).read()
    assert (accounts.accepted, accounts.pending, accounts.missing) == (5, 0, 0)


def test_a_piece_behind_lost_counts_is_refused(queue: SubmissionQueue, batches: BatchQueue) -> None:
    batch_id, ids = accept_batch(batches, 1)
    queue.client.delete(keys.batch_key(batch_id))
    with pytest.raises(BeginningGoneError):
        batches.accept(batch_id, "owner", CLIENT, make_items(1, ids[-1]), is_first=False)


def test_counts_last_while_anything_is_unfinished(
    queue: SubmissionQueue, batches: BatchQueue, claims: ClaimQueue
) -> None:
    batch_id, ids = accept_batch(batches, 1)
    assert queue.client.pttl(keys.batch_key(batch_id)) == -1
    complete(claims, claims.claim(WORKER, ()).claims[0])
    assert 0 < queue.client.pttl(keys.batch_key(batch_id)) <= 3_600_000  # type: ignore[operator]
    assert batches.list_by_owner("owner", 10, None) == []
    # Another piece was still on its way.
    batches.accept(batch_id, "owner", CLIENT, make_items(1, ids[-1]), is_first=False)
    assert queue.client.pttl(keys.batch_key(batch_id)) == -1
    assert batches.list_by_owner("owner", 10, None) == [batch_id]


def test_batches_leave_half_of_the_room_to_others(settings: Settings) -> None:
    few = settings.model_copy(update={"max_pending": 10})
    queue, batches = SubmissionQueue(few), BatchQueue(few)
    accept_batch(batches, 5)
    with pytest.raises(QueueFullError) as refused:
        accept_batch(batches, 1)
    assert refused.value.retry_after
    for _ in range(5):
        accept(queue)
    with pytest.raises(QueueFullError):
        accept(queue)


def test_the_smallest_queue_takes_the_smallest_batch(settings: Settings) -> None:
    accept_batch(BatchQueue(settings.model_copy(update={"max_pending": 1})), 1)


def test_batches_leave_half_of_the_bytes_to_others(settings: Settings) -> None:
    few = settings.model_copy(update={"max_pending_bytes": 100})
    batches = BatchQueue(few)
    accept_batch(batches, 5, image=bytes(10))
    with pytest.raises(QueueFullError):
        accept_batch(batches, 1)
    assert SubmissionQueue(few).accept(make_submission(image=bytes(50)))


def test_batches_have_a_rate_of_their_own(settings: Settings) -> None:
    limited = settings.model_copy(update={"rate_limit": 2, "batch_rate_limit": 10})
    queue, batches = SubmissionQueue(limited), BatchQueue(limited)
    first = batches.accept("batch", "owner", CLIENT, make_items(8), is_first=True)
    assert first.rate_left == 2
    # What was begun within the limit may be finished.
    accept_batch(batches, 8)
    with pytest.raises(RateLimitedError) as refused:
        accept_batch(batches, 1)
    assert 0 < (refused.value.retry_after or 0) <= 60
    assert queue.accept(make_submission(client=CLIENT)).rate_left == 1


def test_without_a_rate_limit_batches_have_none(settings: Settings) -> None:
    batches = BatchQueue(settings.model_copy(update={"rate_limit": 0, "batch_rate_limit": 1}))
    for _ in range(3):
        accept_batch(batches, 2)


def test_one_cancel_cancels_all_that_has_not_begun(
    settings: Settings, batches: BatchQueue, claims: ClaimQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.batches.PAGE_IMAGES", 2)
    monkeypatch.setattr("shared.queue.claims.BATCH_IMAGES", 2)
    batch_id, _ = accept_batch(batches, 7)
    begun = claims.claim(WORKER, ()).claims
    assert batches.cancel(batch_id) == 5
    assert batches.cancel(batch_id) == 0
    assert count(batches, batch_id) == {PROCESSING: 2, Status.CANCELED: 5}
    for claim in begun:
        complete(claims, claim)
    found = batches.read(batch_id)
    assert found is not None
    assert found.is_done
    # Workers store the canceled answers like any other.
    while left := claims.claim(WORKER, ()).claims:
        assert {claim.status for claim in left} == {Status.CANCELED}
        for claim in left:
            complete(claims, claim, Status.CANCELED)
    assert count(batches, batch_id) == {SUCCEEDED: 2, Status.CANCELED: 5}
    assert batches.list_unfinished_ids(batch_id) == []
    assert AccountBook(settings).read().missing == 0


def test_one_of_a_batch_is_canceled_by_itself(queue: SubmissionQueue, batches: BatchQueue) -> None:
    batch_id, [first, _] = accept_batch(batches, 2)
    assert queue.cancel(first, "owner") == "canceled"
    assert count(batches, batch_id) == {QUEUED: 1, Status.CANCELED: 1}


def test_nothing_is_left_of_a_batch_that_is_erased(
    settings: Settings, queue: SubmissionQueue, batches: BatchQueue, claims: ClaimQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.batches.PAGE_IMAGES", 2)
    monkeypatch.setattr("shared.queue.claims.BATCH_IMAGES", 2)
    batch_id, _ = accept_batch(batches, 5)
    begun = claims.claim(WORKER, ()).claims
    batches.erase(batch_id)
    assert batches.read(batch_id) is None
    assert batches.list_by_owner("owner", 10, None) == []
    assert not complete(claims, begun[0])
    left = [key for key in queue.client.scan_iter(match=f"{keys.TAG}*") if b"totals" not in key and b"pulse" not in key]  # type: ignore[union-attr]
    assert left == []
    accounts = AccountBook(settings).read()
    assert (accounts.pending, accounts.pending_bytes, accounts.missing) == (0, 0, 0)


def test_one_of_a_batch_is_erased_by_itself(queue: SubmissionQueue, batches: BatchQueue, claims: ClaimQueue) -> None:
    batch_id, [first, second, third] = accept_batch(batches, 3)
    queue.erase(first)
    assert count(batches, batch_id) == {QUEUED: 2}
    for claim in claims.claim(WORKER, ()).claims:
        complete(claims, claim)
    queue.erase(second, batch_id, SUCCEEDED)
    assert count(batches, batch_id) == {SUCCEEDED: 1}
    assert third


def test_batches_are_listed_newest_first(batches: BatchQueue) -> None:
    ids = [accept_batch(batches, 1)[0] for _ in range(3)]
    newest = sorted(ids, reverse=True)
    assert batches.list_by_owner("owner", 2, None) == newest[:2]
    assert batches.list_by_owner("owner", 2, newest[1]) == newest[2:]
    assert batches.list_by_owner("somebody", 2, None) == []


def test_messages_are_needed_for_batches_too(batches: BatchQueue) -> None:
    accepted = batches.accept("batch", "owner", CLIENT, make_items(1), is_first=True)
    assert accepted.needs_message


def test_the_plotted_latency_is_that_of_what_came_alone(
    settings: Settings, queue: SubmissionQueue, batches: BatchQueue, claims: ClaimQueue
) -> None:
    accept_batch(batches, 3)
    for claim in claims.claim(WORKER, ()).claims:
        complete(claims, claim)
    span = Pulse(settings).read_spans()[-1]
    assert (span.accepted, span.succeeded, span.median_ms) == (3, 3, None)
    accept(queue)
    complete(claims, claims.claim(WORKER, ()).claims[0])
    assert Pulse(settings).read_spans()[-1].median_ms is not None


def test_a_batch_that_nobody_claims_is_overdue(settings: Settings, batches: BatchQueue) -> None:
    _, [first] = accept_batch(batches, 1)
    inspector = QueueInspector(settings)
    assert inspector.find_overdue(60_000) is None
    overdue = inspector.find_overdue(-1)
    assert overdue is not None
    assert (overdue.prediction_id, overdue.together) == (first, 1)
