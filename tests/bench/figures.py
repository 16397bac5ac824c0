"""From the rounds of all contenders to one table: medians, spread, and ratios to ours."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OURS = "numberfigure"


@dataclass(frozen=True)
class Figure:
    """The rounds of one contender in one workload: the middle of them, the least and the most."""

    median: float
    least: float
    most: float


def sum_up(values: Sequence[float]) -> Figure:
    """Sum up the rounds. Raises ValueError where there is none."""
    if not values:
        raise ValueError("no rounds")
    return Figure(statistics.median(values), min(values), max(values))


def compare(ours: float, other: float, more_is_better: bool) -> float:
    """Tell how many times as good as the other we are."""
    better, worse = (ours, other) if more_is_better else (other, ours)
    return better / worse if worse else float("inf")


def render_table(
    rows: Mapping[str, Mapping[str, Sequence[float]]], units: Mapping[str, str], contenders: Sequence[str]
) -> str:
    """Render a row for each workload, a column for each contender; `units` says in what, of which those a second are
    better the more there are.

    A cell has the median, the spread, and how many times as good ours is; a dash where it was not measured.
    """
    lines = [f"| workload | {' | '.join(contenders)} |", f"| --- |{' --- |' * len(contenders)}"]
    for workload, found in rows.items():
        cells = [_render_cell(found, contender, units[workload]) for contender in contenders]
        lines.append(f"| {workload} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _render_cell(found: Mapping[str, Sequence[float]], contender: str, unit: str) -> str:
    if not found.get(contender):
        return "-"
    figure = sum_up(found[contender])
    text = f"{_write(figure.median)} ({_write(figure.least)} to {_write(figure.most)})"
    if contender == OURS or not found.get(OURS):
        return text
    ratio = compare(sum_up(found[OURS]).median, figure.median, more_is_better=unit.endswith("/s"))
    return f"{text}, ours x{ratio:.2f}"


def _write(value: float) -> str:
    """Write three digits, or all before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
