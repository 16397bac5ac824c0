"""The operator's figures: what was accepted, what became of it, and what still waits."""

from dataclasses import dataclass

from shared.queue.connection import connect, load_script
from shared.settings import Settings


@dataclass(frozen=True, slots=True)
class Accounts:
    """The counters and the depth of the queue, all of one moment, in the order of read_accounts.lua."""

    accepted: int
    succeeded: int
    failed: int
    canceled: int
    pending_bytes: int
    pending: int
    """How many are in flight: waiting, or being read."""
    oldest_pending_ms: int
    """The age of the oldest of these; 0 when there is none."""
    queued_messages: int

    @property
    def missing(self) -> int:
        """How many were accepted and are in no other figure; below 0 when some are in several. 0 is right."""
        return self.accepted - self.succeeded - self.failed - self.canceled - self.pending


class AccountBook:
    """Reads the accounts."""

    def __init__(self, settings: Settings) -> None:
        self._read_accounts = load_script(connect(settings.redis_url), "read_accounts")

    def read(self) -> Accounts:
        """Read the figures as they are now. Raises QueueUnavailableError."""
        totals, *depth = self._read_accounts()
        # A counter that was never raised is not there yet.
        return Accounts(*[int(figure or 0) for figure in (*totals, *depth)])
