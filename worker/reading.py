"""From claims to outcomes: decode in threads, read all digits in one batch, and let nobody suffer for a neighbour."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from model.picture import UnreadablePictureError
from model.prepared import Decoded, Prepared
from model.reader import Reader
from model.reading import Reading
from shared.constants import MAX_DEATHS
from shared.errors import PROBLEM_PREFIX
from shared.prediction import Problem, Status
from shared.queue.claims import Claim, ClaimQueue
from worker.outage import through_outage

Item = TypeVar("Item")
Result = TypeVar("Result")

log = structlog.get_logger()

GIVEN_UP = Problem(
    type=PROBLEM_PREFIX + "gave-up",
    title="The picture could not be read",
    status=422,
    detail=f"Reading it failed {MAX_DEATHS} times without an answer. Save it as a PNG or JPEG and submit it again.",
)
GONE = Problem(
    type=PROBLEM_PREFIX + "picture-gone",
    title="The picture is gone",
    status=410,
    detail="Its bytes were lost before it could be read. Submit it again.",
)
BROKEN = Problem(
    type=PROBLEM_PREFIX + "internal-error",
    title="Something went wrong on our side",
    status=500,
    detail="Reading this picture failed. Submit it again; if that fails too, tell the operator the prediction's id.",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one claim: a reading, or a problem, or neither where it was canceled."""

    claim: Claim
    reading: Reading | None = None
    problem: Problem | None = None
    preprocess_ms: float | None = None
    inference_ms: float | None = None
    ink: bytes = b""
    """A PNG of the ink that was found."""


class BatchReading:
    """Reads batches of claims. Used by one thread."""

    def __init__(self, reader: Reader, queue: ClaimQueue, threads: int) -> None:
        self._reader = reader
        self._queue = queue
        # Pillow and OpenCV let go of the interpreter's lock while they work, so threads use all cores.
        self._threads = threads
        self._decoders = ThreadPoolExecutor(threads, thread_name_prefix="decoder")

    def read(self, claims: Sequence[Claim]) -> list[Outcome]:
        """Read a batch, in order.

        Raises QueueUnavailableError when Redis stays away, and MemoryError, which is no picture's fault.
        """
        through_outage(lambda: self._queue.mark_begun(claims, True))
        outcomes = self._read(claims)
        through_outage(lambda: self._queue.mark_begun(claims, False))
        return outcomes

    def close(self) -> None:
        """Let go of the threads."""
        self._decoders.shutdown(wait=False, cancel_futures=True)

    def _read(self, claims: Sequence[Claim]) -> list[Outcome]:
        prepared = self._map(self._prepare_all, claims)
        started = time.monotonic()
        ready = [item for item in prepared if isinstance(item, Prepared)]
        read = self._read_ready(ready)
        inference_ms = (time.monotonic() - started) * 1000
        readings = iter(zip(read, self._map(_draw_inks, read), strict=True))
        outcomes = []
        for claim, item in zip(claims, prepared, strict=True):
            if not isinstance(item, Prepared):
                outcomes.append(Outcome(claim, problem=item))
                continue
            reading, ink = next(readings)
            if isinstance(reading, Problem):
                outcomes.append(Outcome(claim, problem=reading, preprocess_ms=item.preprocess_ms))
            else:
                outcomes.append(Outcome(claim, reading, None, item.preprocess_ms, inference_ms, ink))
        return outcomes

    def _map(self, call: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item]) -> list[Result]:
        """Call for a share of the items a thread: handing over pictures one by one costs as much as reading them."""
        shares = min(self._threads, len(items))
        if shares <= 1:
            return call(items)
        found = self._decoders.map(lambda first: call(items[first::shares]), range(shares))
        results: list[Any] = [None] * len(items)
        for first, share in enumerate(found):
            results[first::shares] = share
        return results

    def _prepare_all(self, claims: Sequence[Claim]) -> list[Prepared | Problem | None]:
        """Decode all before the first is preprocessed: the code of both together does not stay in a core's caches."""
        decoded = [self._decode(claim) for claim in claims]
        return [
            _attempt(claim, self._reader.preprocess, each) if isinstance(each, Decoded) else each
            for claim, each in zip(claims, decoded, strict=True)
        ]

    def _decode(self, claim: Claim) -> Decoded | Problem | None:
        if claim.status is Status.CANCELED:
            return None
        return _find_problem(claim) or _attempt(claim, self._reader.decode, claim.image)

    def _read_ready(self, ready: Sequence[Prepared]) -> Sequence[Reading | Problem]:
        """Read all in one batch; when that fails, one by one, so that only the one at fault fails."""
        try:
            return self._reader.read(ready)
        except MemoryError:
            raise
        except Exception:
            log.exception("batch failed", size=len(ready))
            if len(ready) == 1:
                return [BROKEN]
            return [reading for item in ready for reading in self._read_ready([item])]


def _attempt(claim: Claim, call: Callable[[Item], Result], item: Item) -> Result | Problem:
    """Do one step for one picture; what it fails by is its own problem, but for a lack of memory."""
    try:
        return call(item)
    except UnreadablePictureError as error:
        return Problem(
            type=PROBLEM_PREFIX + error.code, title="The picture could not be read", status=422, detail=str(error)
        )
    except MemoryError:
        raise
    except Exception:
        log.exception("preprocessing failed", prediction_id=claim.prediction_id)
        return BROKEN


def _find_problem(claim: Claim) -> Problem | None:
    """Find why a submission is not even to be decoded, if so."""
    if claim.problem:
        return Problem.model_validate_json(claim.problem)
    if claim.deaths >= MAX_DEATHS:
        return GIVEN_UP
    return None if claim.image else GONE


def _draw_inks(readings: Sequence[Reading | Problem]) -> list[bytes]:
    return [_draw_ink(reading) for reading in readings]


def _draw_ink(reading: Reading | Problem) -> bytes:
    """Draw the ink that was found. Where that fails, the answer counts all the same."""
    if isinstance(reading, Problem):
        return b""
    try:
        return reading.ink.draw()
    except MemoryError:
        raise
    except Exception:
        log.exception("found ink cannot be drawn")
        return b""
