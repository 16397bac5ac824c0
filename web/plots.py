"""Small plots of the last ten minutes, as paths for an SVG, each with its words: no script and no library is needed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from shared.queue.pulse import SPAN_SECONDS, Span

WIDTH, HEIGHT = 240, 60
"""Of a plot, in units of its own; it is stretched to the room that there is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plot: what it shows, its path, and its last and its greatest value."""

    name: str
    path: str
    last: float | None
    greatest: float | None


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot whose vertical axis goes from 0 to `top`."""

    title: str
    unit: str
    top: float
    lines: list[Line]


def draw_plots(spans: Sequence[Span]) -> list[Plot]:
    """Draw throughput, latency and depth. The last span is left out, for it is not over yet."""
    whole = spans[:-1]
    return [
        _draw(
            "Throughput",
            "a second",
            whole,
            {
                "answered": lambda span: (span.succeeded + span.failed) / SPAN_SECONDS,
                "accepted": lambda span: span.accepted / SPAN_SECONDS,
            },
        ),
        _draw(
            "Latency, from acceptance to the answer",
            "ms",
            whole,
            {"half are faster": lambda span: span.median_ms, "19 of 20 are faster": lambda span: span.slow_ms},
        ),
        _draw("Queue", "in flight", whole, {"in flight": lambda span: span.pending}),
    ]


def _draw(title: str, unit: str, spans: Sequence[Span], lines: dict[str, Callable[[Span], float | None]]) -> Plot:
    values = {name: [measure(span) for span in spans] for name, measure in lines.items()}
    known = [value for each in values.values() for value in each if value is not None]
    top = round_up(max(known, default=0))
    return Plot(
        title,
        unit,
        top,
        [
            Line(name, " ".join(_trace(each, top)), each[-1] if each else None, _find_greatest(each))
            for name, each in values.items()
        ],
    )


def _find_greatest(values: Sequence[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _trace(values: Sequence[float | None], top: float) -> Iterator[str]:
    """Write the path; where nothing is known it is interrupted, and a lone value is a dot."""
    step = WIDTH / max(1, len(values) - 1)
    before: float | None = None
    for index, value in enumerate(values):
        if value is not None:
            place = f"{index * step:.1f} {HEIGHT - value / top * HEIGHT:.1f}"
            yield f"M{place} h0" if before is None else f"L{place}"
        before = value


def round_up(value: float) -> float:
    """Round up to 1, 2 or 5 times a power of ten, for the top of an axis; 1 at least."""
    power = 1.0
    while power * 10 <= value:
        power *= 10
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= value)
