"""The worker's side of the queue: claim a batch, keep it, complete it or give it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.constants import BATCH_BYTES, BATCH_PIXELS, BULK_PIXELS, HOT_COPY_MS, LEASE_MS
from shared.prediction import Status
from shared.queue import keys
from shared.queue.connection import connect, load_script, own_errors
from shared.settings import Settings

_CLAIM_FIELDS = 10
"""As scripts/claim.lua returns them, one claim behind the other."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A submission that is ours for the length of a lease, and the token that proves it."""

    prediction_id: str
    token: int
    """Counts the claims of this submission, from 1; a later claim's answer stands."""
    deaths: int
    """How many workers died while decoding it."""
    status: Status
    """PROCESSING, or CANCELED where only the answer remains to be stored."""
    image: bytes
    """Empty when the bytes are gone."""
    owner: str
    filename: str
    accepted_ms: int
    batch_id: str = ""
    """The batch that it came in."""
    problem: str = ""
    """Why it could not be accepted as a picture (JSON), where only that answer remains to be stored."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one claim brought; `claimed_ms` is on Redis's clock, milliseconds since 1970."""

    claims: list[Claim]
    claimed_ms: int
    needs_message: bool
    """More is due than the queued messages cover."""
    lingers: bool
    """Nothing was due, and the worker's bell is rung for what comes."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A stored answer that may now be told."""

    prediction_id: str
    token: int
    status: Status
    model_version: str
    answer: bytes


class ClaimQueue:
    """The queue as a worker sees it. Every method may raise QueueUnavailableError."""

    def __init__(self, settings: Settings) -> None:
        self.client = connect(settings.redis_url)
        self._batch_images = settings.batch_images
        self._claim = load_script(self.client, "claim")
        self._renew = load_script(self.client, "renew")
        self._mark_begun = load_script(self.client, "mark_begun")
        self._release = load_script(self.client, "release")
        self._complete = load_script(self.client, "complete")

    def claim(self, worker: str, wanted: Sequence[str], linger_ms: int = 0) -> Batch:
        """Claim the wanted ids that are due, and others, up to a batch.

        Where none is due, and no other host has workers, the worker's bell is rung for what is accepted within
        `linger_ms`; 0 is for no bell.
        """
        budget = (self._batch_images, BATCH_PIXELS, BATCH_BYTES, BULK_PIXELS)
        now, needs_message, lingers, *fields = self._claim(worker, LEASE_MS, *budget, linger_ms, *wanted)
        rows = zip(*[iter(fields)] * _CLAIM_FIELDS, strict=True)
        claims = [
            Claim(
                prediction_id=prediction_id.decode(),
                token=token,
                deaths=deaths,
                status=Status(status.decode()),
                image=image,
                owner=owner.decode(),
                filename=filename.decode(),
                accepted_ms=int(accepted_ms),
                batch_id=batch_id.decode(),
                problem=problem.decode(),
            )
            for prediction_id, token, deaths, status, image, owner, filename, accepted_ms, batch_id, problem in rows
        ]
        return Batch(claims, now, bool(needs_message), bool(lingers))

    def await_bell(self, worker: str, linger_ms: int) -> bool:
        """Wait at the worker's bell after such a claim; returns whether it rang."""
        with own_errors():
            # Redis ends the wait later than it stops ringing, so that no ring is missed.
            return self.client.blpop([keys.bell_key(worker)], timeout=linger_ms / 1000) is not None

    def renew(self, claims: Iterable[Claim]) -> int:
        """Extend the leases; returns how many of the claims still hold."""
        return int(self._renew(LEASE_MS, *_pairs(claims)))

    def mark_begun(self, claims: Iterable[Claim], begun: bool) -> None:
        """Note that reading these begins, or is over: a death in between is held against them."""
        self._mark_begun(int(begun), *_pairs(claims))

    def release(self, claims: Iterable[Claim], delay_ms: int) -> None:
        """Give claims back, due again after a delay; nothing is counted against them."""
        self._release(delay_ms, *_pairs(claims))

    def complete(self, completions: Iterable[Completion]) -> set[str]:
        """Tell stored answers to whoever waits; returns the ids that were still ours."""
        fields = [
            field
            for done in completions
            for field in (done.prediction_id, done.token, done.status.value, done.model_version, done.answer)
        ]
        return {prediction_id.decode() for prediction_id in self._complete(HOT_COPY_MS, *fields)}


def _pairs(claims: Iterable[Claim]) -> list[str | int]:
    return [field for claim in claims for field in (claim.prediction_id, claim.token)]
