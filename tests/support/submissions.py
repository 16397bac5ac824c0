"""Submissions, claims and completions, made in a few words."""

import itertools
import time
from collections.abc import Sequence
from typing import Any

from shared.ids import make_prediction_id
from shared.prediction import Status
from shared.queue.claims import Batch, Claim, ClaimQueue, Completion
from shared.queue.submissions import Submission, SubmissionQueue
from tests.support.polling import wait_for

WORKER = "worker:1"
ANSWER = b'{"number": "7"}'

# Ids of one millisecond have no order; these are a millisecond apart, so that tests know who comes first.
_times_ms = itertools.count(time.time_ns() // 1_000_000)


def make_submission(**changes: Any) -> Submission:
    """Make a submission that differs from the usual one as said."""
    usual = {
        "prediction_id": make_prediction_id(next(_times_ms)),
        "image": b"picture",
        "pixels": 784,
        "owner": "owner",
        "filename": "seven.png",
        "client": "127.0.0.1",
    }
    return Submission(**(usual | changes))


def accept(queue: SubmissionQueue, **changes: Any) -> str:
    """Accept a submission and return its id."""
    submission = make_submission(**changes)
    queue.accept(submission)
    return submission.prediction_id


def claim_ids(claims: ClaimQueue, wanted: Sequence[str] = ()) -> list[str]:
    """Claim a batch and return its ids, in order."""
    return [claim.prediction_id for claim in claims.claim(WORKER, wanted).claims]


def claim_one(claims: ClaimQueue) -> Claim:
    """Claim the one submission that is due."""
    [claim] = claims.claim(WORKER, ()).claims
    return claim


def begin_when_due(claims: ClaimQueue) -> list[Claim]:
    """Claim as soon as something is due, and begin to read it."""
    found = claim_when_due(claims)
    claims.mark_begun(found, True)
    return found


def claim_when_due(claims: ClaimQueue) -> list[Claim]:
    """Claim as soon as something is due, for instance because a lease ran out."""

    def claim() -> list[Claim]:
        batch: Batch = claims.claim(WORKER, ())
        return batch.claims

    return wait_for(claim)


def complete(claims: ClaimQueue, claim: Claim, status: Status = Status.SUCCEEDED, answer: bytes = ANSWER) -> bool:
    """Complete a claim; returns whether it was still ours."""
    done = claims.complete([Completion(claim.prediction_id, claim.token, status, "1.fake", answer)])
    return done == {claim.prediction_id}
