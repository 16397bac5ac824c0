"""Leases: kept by renewal, lost by silence; and when a lost one counts as a death."""

from itertools import chain

import pytest

from shared.prediction import Status
from shared.queue.claims import ClaimQueue
from shared.queue.submissions import SubmissionQueue
from tests.support.polling import wait_for
from tests.support.submissions import accept, begin_when_due, claim_ids, claim_one, claim_when_due, complete

LONG_LEASE_MS = 60_000


@pytest.mark.usefixtures("short_leases")
def test_a_lease_that_ran_out_during_decoding_counts_one_death_each_time(
    queue: SubmissionQueue, claims: ClaimQueue
) -> None:
    accept(queue)
    found = [begin_when_due(claims) for _ in range(4)]
    assert [[claim.deaths for claim in batch] for batch in found] == [[0], [1], [2], [3]]
    assert [claim.token for [claim] in found] == [1, 2, 3, 4]


@pytest.mark.usefixtures("short_leases")
def test_a_lease_that_ran_out_after_decoding_counts_no_death(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    accept(queue)
    for _ in range(3):
        [claim] = claim_when_due(claims)
        assert claim.deaths == 0
        claims.mark_begun([claim], True)
        claims.mark_begun([claim], False)


def test_released_claims_come_again_and_count_no_death(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    prediction_id = accept(queue)
    claims.release([claim_one(claims)], 0)
    unfinished = queue.look_up(prediction_id)
    assert not isinstance(unfinished, bytes)
    assert unfinished is not None
    assert (unfinished.status, unfinished.position) == (Status.QUEUED, 1)
    claim = claim_one(claims)
    assert (claim.deaths, claim.token) == (0, 2)


def test_released_claims_rest_for_the_delay(queue: SubmissionQueue, claims: ClaimQueue) -> None:
    accept(queue)
    claims.release([claim_one(claims)], 60_000)
    assert claim_ids(claims) == []


def test_a_suspect_runs_alone_and_its_neighbours_in_another_batch(
    queue: SubmissionQueue, claims: ClaimQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 1)
    suspects = [accept(queue) for _ in range(2)]
    assert [claim.prediction_id for claim in begin_when_due(claims)] == suspects
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", LONG_LEASE_MS)
    neighbours = [accept(queue) for _ in range(2)]
    batches: list[list[str]] = []
    while sum(map(len, batches)) < 4:
        batches.append([claim.prediction_id for claim in claim_when_due(claims)])
    assert sorted(chain(*batches)) == sorted(suspects + neighbours)
    assert [suspects[0]] in batches
    assert [suspects[1]] in batches


def test_a_suspect_among_the_wanted_does_not_join_its_neighbours(
    queue: SubmissionQueue, claims: ClaimQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 1)
    suspect = accept(queue)
    assert [claim.prediction_id for claim in begin_when_due(claims)] == [suspect]
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", LONG_LEASE_MS)
    neighbour = accept(queue)
    batches = [claim_ids(claims, [neighbour, suspect])]
    batches.append([claim.prediction_id for claim in claim_when_due(claims)])
    assert batches == [[neighbour], [suspect]]


@pytest.mark.usefixtures("short_leases")
def test_renewal_keeps_a_claim(queue: SubmissionQueue, claims: ClaimQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    accept(queue)
    claim = claim_one(claims)
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", LONG_LEASE_MS)
    assert claims.renew([claim]) == 1
    witness = accept(queue)
    # The short lease would have run out when a second lease as short, taken later, has.
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 50)
    assert claim_ids(claims) == [witness]
    assert [again.prediction_id for again in claim_when_due(claims)] == [witness]


def test_renewal_does_not_revive_what_is_lost_done_or_erased(
    queue: SubmissionQueue, claims: ClaimQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    erased, done = accept(queue), accept(queue)
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 1)
    lost, finished = claims.claim("slow worker", [erased, done]).claims
    claims.mark_begun([lost, finished], True)
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", LONG_LEASE_MS)
    [held] = claim_when_due(claims)
    assert held.prediction_id == lost.prediction_id
    assert claims.renew([lost]) == 0
    assert claims.renew([held]) == 1
    assert complete(claims, finished)
    queue.erase(erased)
    assert claims.renew([held, finished]) == 0
    assert claim_ids(claims, [erased, done]) == []


def test_reporting_the_decoding_of_a_lost_claim_does_not_excuse_its_new_holder(
    queue: SubmissionQueue, claims: ClaimQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 1)
    accept(queue)
    lost = claim_one(claims)
    [held] = claim_when_due(claims)
    claims.mark_begun([held], True)
    claims.mark_begun([lost], False)
    claims.release([lost], 0)
    assert [claim.deaths for claim in claim_when_due(claims)] == [held.deaths + 1]
    assert wait_for(lambda: queue.read_totals()["pending"] == 1)
