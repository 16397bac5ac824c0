"""Both sides of the queue, on an empty, real Redis."""

import pytest

from shared.queue.claims import ClaimQueue
from shared.queue.submissions import SubmissionQueue
from shared.settings import Settings

SHORT_LEASE_MS = 30


@pytest.fixture
def queue(settings: Settings) -> SubmissionQueue:
    """The queue as web sees it."""
    return SubmissionQueue(settings)


@pytest.fixture
def claims(settings: Settings) -> ClaimQueue:
    """The queue as a worker sees it."""
    return ClaimQueue(settings)


@pytest.fixture
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have leases run out soon."""
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", SHORT_LEASE_MS)
