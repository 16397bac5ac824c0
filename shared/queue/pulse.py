"""The pulse of the queue: what happened in each five seconds of the last minutes, as the scripts counted it."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from shared.queue import keys
from shared.queue.connection import connect, own_errors
from shared.settings import Settings

SPAN_SECONDS = 5
"""As in scripts/prelude.lua, which keeps the spans for a quarter of an hour."""

SPANS = 120
"""How many are read: ten minutes."""

LATENCY = "latency:"


class Span(BaseModel):
    """What happened in one span.

    The latencies are from acceptance to the answer, of what came in no batch, and None where nothing of that succeeded.
    """

    begins_ms: int
    accepted: int
    succeeded: int
    failed: int
    pending: int | None
    """The greatest depth of the queue that a worker saw; None while there was no worker."""
    median_ms: float | None
    slow_ms: float | None
    """Nineteen of twenty were faster."""


class Pulse:
    """Reads the pulse, and how much each model has read. Every method may raise QueueUnavailableError."""

    def __init__(self, settings: Settings) -> None:
        self._client: Any = connect(settings.redis_url)  # The driver types its answers as asynchronous ones, too.

    def read_spans(self) -> list[Span]:
        """Read the last ten minutes, oldest first; the last span is not over yet."""
        with own_errors():
            seconds, _ = self._client.time()
            last = seconds // SPAN_SECONDS
            numbers = range(last - SPANS + 1, last + 1)
            with self._client.pipeline(transaction=False) as pipeline:
                for number in numbers:
                    pipeline.hgetall(keys.pulse_key(number))
                found = pipeline.execute()
        return [_describe(number, counts) for number, counts in zip(numbers, found, strict=True)]

    def read_models(self) -> dict[str, int]:
        """Read how many pictures each model has read."""
        with own_errors():
            found = self._client.hgetall(keys.READ)
        return {version.decode(): int(count) for version, count in sorted(found.items())}


def _describe(number: int, found: Mapping[bytes, bytes]) -> Span:
    counts = {name.decode(): int(value) for name, value in found.items()}
    classes = {int(name.removeprefix(LATENCY)): n for name, n in counts.items() if name.startswith(LATENCY)}
    return Span(
        begins_ms=number * SPAN_SECONDS * 1000,
        accepted=counts.get("accepted", 0),
        succeeded=counts.get("succeeded", 0),
        failed=counts.get("failed", 0),
        pending=counts.get("pending"),
        median_ms=find_quantile(classes, 0.5),
        slow_ms=find_quantile(classes, 0.95),
    )


def find_quantile(classes: Mapping[int, int], share: float) -> float | None:
    """Find a quantile of latencies in classes, of which class n begins at 2^(n/2) ms; None where there are none."""
    wanted = share * sum(classes.values())
    seen = 0
    for number in sorted(classes):
        seen += classes[number]
        if seen >= wanted:
            # The middle of the class.
            return round(float(2 ** ((number + 0.5) / 2)), 1)
    return None
