"""The front end's side of the queue: accept, look up, list, cancel, erase."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import structlog

from shared.constants import SUCCESSOR_MS
from shared.errors import NumberfigureError, UnavailableError
from shared.queue import keys
from shared.queue.connection import connect, load_script, load_script_for_many, own_errors
from shared.queue.sharing import SharedTrips
from shared.queue.unfinished import Unfinished, look_up_all
from shared.settings import Settings

log = structlog.get_logger()


class QueueFullError(UnavailableError):
    """As many submissions wait as may wait."""

    slug = "queue-full"
    title = "Too many submissions are waiting"


class RateLimitedError(NumberfigureError):
    """This client has submitted as much as it may for now."""

    status = 429
    slug = "rate-limited"
    title = "Too many submissions from you"

    def __init__(self, limit: str, remaining_ms: int) -> None:
        seconds = max(1, -(-remaining_ms // 1000))
        super().__init__(f"The limit {limit} is reached. Try again in {seconds} s.", seconds)


@dataclass(frozen=True, slots=True)
class Submission:
    """What a person sends: an encoded picture, of `pixels` = width times height by its header."""

    prediction_id: str
    image: bytes
    pixels: int
    owner: str
    filename: str
    client: str
    """Whom the rate limit counts."""
    replaces: str = ""
    """The id of an older one of this owner, which this one takes the place of."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The receipt of a submission."""

    accepted_ms: int
    position: int
    needs_message: bool
    rate_left: int | None
    replaced: Sequence[str] = ()
    """What is gone from the queue since, and is to be erased from the store as well."""


class SubmissionQueue:
    """The queue as web sees it. Every method may raise QueueUnavailableError."""

    def __init__(self, settings: Settings) -> None:
        self.client = connect(settings.redis_url)
        self._limits = (settings.max_pending, settings.max_pending_bytes, settings.rate_limit, settings.batch_images)
        self._accept_all = load_script_for_many(self.client, "accept")
        self._trips: SharedTrips[Sequence[Any], list[Any]] = SharedTrips(self._travel)
        self._cancel = load_script(self.client, "cancel")
        self._erase = load_script(self.client, "erase")

    def accept(self, submission: Submission) -> Accepted:
        """Store a submission and enter it in the pending index, or raise QueueFullError or RateLimitedError."""
        fields = (
            submission.prediction_id,
            submission.image,
            submission.pixels,
            submission.owner,
            submission.filename,
            submission.client,
            *self._limits,
            submission.replaces,
            SUCCESSOR_MS,
        )
        # Written as bytes before they go together: a text that cannot be is its sender's error alone.
        wish = [field.encode() if isinstance(field, str) else field for field in fields]
        answer, accepted_ms, position, needs_message, rate, *replaced = self._trips.take(wish, len(submission.image))
        if answer == b"full":
            raise QueueFullError("The queue is at its limit. Try again in a few seconds.", retry_after=5)
        if answer == b"rate_limited":
            raise RateLimitedError("for each client", rate)
        rate_left = rate if rate >= 0 else None
        return Accepted(accepted_ms, position, bool(needs_message), rate_left, [each.decode() for each in replaced])

    def _travel(self, wishes: Sequence[Sequence[Any]]) -> list[Any]:
        """Accept all of these, and log it: a line for each would cost more than the trip."""
        answers = self._accept_all(wishes)
        accepted = [
            wish[0].decode()
            for wish, answer in zip(wishes, answers, strict=True)
            if not isinstance(answer, Exception) and answer[0] == b"accepted"
        ]
        if accepted:
            log.info("submissions accepted", prediction_ids=accepted)
        return answers

    def look_up(self, prediction_id: str) -> bytes | Unfinished | None:
        """Find the hot copy of an answer (JSON), or the unfinished submission, or neither."""
        return look_up_all(self.client, [prediction_id])[0]

    def list_unfinished(self, owner: str, limit: int, after: str | None) -> list[Unfinished]:
        """List an owner's submissions in the queue, newest first, at most `limit`, from behind the id `after`."""
        with own_errors():
            top = f"({after}" if after else "+"
            found = self.client.zrevrangebylex(keys.owner_key(owner), top, "-", start=0, num=limit)
        entries = look_up_all(self.client, [prediction_id.decode() for prediction_id in cast(list[bytes], found)])
        return [entry for entry in entries if isinstance(entry, Unfinished)]

    def check(self) -> None:
        """Return when Redis takes writes; it may answer and yet take none, for instance when its disk is full."""
        with own_errors():
            self.client.set(keys.PROBE, 1, px=1000)

    def cancel(self, prediction_id: str, owner: str) -> str:
        """Cancel what has not begun: "canceled", "begun", "forbidden" or "unknown"."""
        return cast(bytes, self._cancel(prediction_id, owner)).decode()

    def erase(self, prediction_id: str, batch_id: str = "", status: str = "") -> None:
        """Erase what the queue knows of a prediction; for one that is done, name its batch, if any, and its status."""
        self._erase(prediction_id, batch_id, status)

    def drop_hot_copy(self, prediction_id: str) -> None:
        """Have the store answer from now on."""
        with own_errors():
            self.client.delete(keys.answer_key(prediction_id))

    def read_totals(self) -> Mapping[str, int]:
        """Read the counters accepted, succeeded, failed, canceled and pending_bytes, and pending, the present depth."""
        with own_errors(), self.client.pipeline(transaction=False) as pipeline:
            pipeline.hgetall(keys.TOTALS)
            pipeline.zcard(keys.PENDING)
            totals, pending = pipeline.execute()
        return {name.decode(): int(value) for name, value in totals.items()} | {"pending": pending}
