"""How figures are written in the tables of the model card."""

from __future__ import annotations

from collections.abc import Sequence

# For what there was nothing to measure by.
MISSING = "-"


def percent(share: float | None) -> str:
    """Write a share in percent, and one that could not be measured as a dash."""
    return MISSING if share is None else f"{100 * share:.2f} %"


def make_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def describe_warnings(warnings: dict[str, int]) -> str:
    """Write how many readings have which warning."""
    return ", ".join(f"{name} {count:,}" for name, count in warnings.items())
