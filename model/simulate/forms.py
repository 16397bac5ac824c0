"""Printed forms about what is written: cells, frames, and lines beneath."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.simulate.scene import Ink, Owner, find_boxes

# Frames and rules: how wide their lines, in heights, and how dark, as printed ones are often paler than the pen.
RULE_WIDTH = (0.015, 0.06)
RULE_INK = (0.35, 1.0)
# How far they stay from what is written, in heights, and how much wider than a height a cell is.
RULE_SPACE, CELL_ROOM = (-0.1, 0.5), (0.2, 0.8)
BOX_KINDS = ("comb", "frame", "underline")


def add_boxes_and_rules(ink: Ink, rng: np.random.Generator, kind: str | None = None) -> Ink:
    """Add printed lines, owner 0: a "comb" of cells, a "frame" or an "underline", by lot if `kind` is none.

    A comb puts each digit in a cell of its own, all cells being equal; it needs one line of digits and raises
    ValueError for others. Where a rule crosses a digit, the pixel stays the digit's.
    """
    kinds = BOX_KINDS if ink.labels and max(ink.lines) == 0 else BOX_KINDS[1:]
    kind = kind or kinds[rng.integers(len(kinds))]
    if kind not in kinds:
        raise ValueError(f"there is no {kind!r} for {len(ink.labels)} digits in lines {ink.lines}")
    boxes = find_boxes(ink.owner, len(ink.labels))
    height = float(np.median([box[3] for box in boxes])) if boxes else float(ink.coverage.shape[0])
    rule = max(1, round(rng.uniform(*RULE_WIDTH) * height))
    base = put_in_cells(ink, boxes, round((1 + rng.uniform(*CELL_ROOM)) * height), rng) if kind == "comb" else ink
    # Below 0 the rule runs through what is written.
    space = round(rng.uniform(*RULE_SPACE) * height) + rule
    inset = max(-space, 0)
    # A combed line stands in its cells already.
    beside = rule if kind == "comb" else max(space, 0)
    margin = ((max(space, 0), max(space, 0)), (beside, beside))
    coverage, owner = np.pad(base.coverage, margin), np.pad(base.owner, margin)
    rules = np.zeros_like(owner)
    rows, columns = rules.shape[0], rules.shape[1]
    rules[rows - inset - rule : rows - inset] = 1
    if kind != "underline":
        rules[inset : inset + rule] = rules[:, :rule] = rules[:, -rule:] = 1
    if kind == "comb":
        for x in np.linspace(0, columns - rule, len(ink.labels) + 1)[1:-1].round().astype(int):
            rules[:, x : x + rule] = 1
    printed = rules * np.float32(rng.uniform(*RULE_INK))
    return Ink(np.maximum(coverage, printed), owner, ink.labels, ink.lines)


def put_in_cells(ink: Ink, boxes: Sequence[tuple[int, int, int, int]], cell: int, rng: np.random.Generator) -> Ink:
    """Move each digit to about the middle of its cell, of `cell` px or as wide as the widest digit."""
    cell = max(cell, *(box[2] + 2 for box in boxes))
    rows = max(box[3] for box in boxes)
    coverage = np.zeros((round(rows * 1.15), cell * len(boxes)), np.float32)
    owner: Owner = np.zeros(coverage.shape, np.uint8)
    for number, (left, top, width, height) in enumerate(boxes, start=1):
        cut = np.s_[top : top + height, left : left + width]
        mine: npt.NDArray[np.bool_] = ink.owner[cut] == number
        x = (number - 1) * cell + round((cell - width) * np.clip(rng.normal(0.5, 0.2), 0.0, 1.0))
        y = round((coverage.shape[0] - height) * rng.uniform(0.0, 1.0))
        place = np.s_[y : y + height, x : x + width]
        coverage[place] = ink.coverage[cut] * mine
        owner[place] = mine * np.uint8(number)
    return Ink(coverage, owner, ink.labels, ink.lines)
