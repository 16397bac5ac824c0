"""Parts of digits that touch, from which the CNN learns: wide pieces, cut along ways through little ink.

A way goes from the top of the piece to its bottom, a pixel to either side in each row at most. The cheapest way through
each pixel of the middle row is found by R. Bellman's recursion, as in seam carving (S. Avidan and A. Shamir, 2007).
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.candidates import MARGIN, has_label
from model.preprocess.contrast import Grey
from model.preprocess.normalise import make_tile
from model.preprocess.pieces import Labels, Piece

# A piece this wide, as a share of its height, could be several digits that touch.
CUT_ASPECT = 1.0
# A piece that fills this share of its box is a block, and no half of it is a digit either.
BLOCK_FILL = 0.8
# A part has at least and at most this share of the height.
MIN_PART, MAX_PART = 0.18, 1.3
# How many cuts are tried for each height of width, and in all.
CUTS_A_HEIGHT, MAX_CUTS = 6.0, 24
# Cuts lie at least this share of the height apart.
CUT_DISTANCE = 0.1
# What a way costs: a pixel of ink, a step to the side, and a pixel of the height that ink spans in a column, as a cut
# through the ring of a digit meets little ink, but far apart.
INK_COST, STEP_COST, SPAN_COST = 1.0, 0.25, 0.25
# Ways are sought in a picture of the piece of at most so many rows.
ROWS = 40

Ways = npt.NDArray[np.int64]


def is_wide(piece: Piece) -> bool:
    """Tell whether a piece could be several digits that touch; a block of ink is none."""
    is_block = piece.area >= BLOCK_FILL * piece.width * piece.height
    return piece.width >= CUT_ASPECT * piece.height and not is_block


def list_parts(strength: Grey, labels: Labels, piece: Piece) -> list[tuple[Grey, Piece]]:
    """List what lies between any two cuts of a piece, if that could be as wide as a digit; not the whole.

    Each with its tile uint8 (28, 28). Of `strength` and `labels` as in Preprocessed, both (height, width).
    """
    place = slice(piece.top, piece.bottom), slice(piece.left, piece.right)
    inked = has_label(labels[place], piece.labels)
    ink = np.where(inked | (labels[place] == 0), strength[place], 0).astype(np.uint8)
    ways = find_cuts(inked)
    last = len(ways) - 1
    across = np.arange(piece.width)
    # Which cuts each pixel lies behind: from 1 on, as the first way is the left side.
    behind = np.sum([across >= way[:, np.newaxis] for way in ways], axis=0)
    parts = []
    for start in range(last):
        for end in range(start + 1, last + 1):
            if (start, end) == (0, last):
                continue
            between = (behind > start) & (behind <= end)
            part = _narrow_piece(piece, inked & between)
            if part is not None and MIN_PART * piece.height <= part.width <= MAX_PART * piece.height:
                parts.append((_cut_tile(ink * between, piece, part), part))
    return parts


def find_cuts(inked: npt.NDArray[np.bool_]) -> list[Ways]:
    """Return ways along which a piece (height, width) could be cut, from left to right, with its sides at both ends.

    Each is int64 (height,): the first column of each row that lies behind it.
    """
    height, width = inked.shape
    scale = min(1.0, ROWS / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = np.asarray(cv2.resize(inked.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32)
    middle = size[1] // 2
    cost = _weigh_pixels(small)
    above, upward = _find_ways(cost[: middle + 1])
    # Both halves hold the middle row, so that they meet.
    below, downward = _find_ways(cost[: middle - 1 if middle else None : -1])
    total = above + below
    least = max(MIN_PART * size[1], 2.0 * scale)
    columns = np.arange(size[0])
    inner = columns[(columns >= least) & (columns <= size[0] - least)]
    wanted = min(MAX_CUTS, int(CUTS_A_HEIGHT * width / height))
    chosen: list[int] = []
    for column in inner[np.argsort(total[inner], kind="stable")].tolist():
        if len(chosen) < wanted and all(abs(column - other) >= CUT_DISTANCE * size[1] for other in chosen):
            chosen.append(column)
    ways = [_trace(column, upward, downward) for column in sorted(chosen)]
    rows = (np.arange(height) * (size[1] / height)).astype(np.int64).clip(0, size[1] - 1)
    full = [np.rint((way[rows] + 0.5) * (width / size[0])).astype(np.int64) for way in ways]
    # Neighbouring ways may meet, but never cross.
    ordered = np.maximum.accumulate([np.zeros(height, np.int64), *full])
    return [*ordered, np.full(height, width)]


def _weigh_pixels(ink: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return float32 (height, width): what a way pays for each pixel of ink from 0 to 1."""
    spanned = np.maximum.accumulate(ink > 0, axis=0) & np.maximum.accumulate(ink[::-1] > 0, axis=0)[::-1]
    return np.asarray(INK_COST * ink + SPAN_COST * spanned, np.float32)


def _find_ways(cost: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], Ways]:
    """Find the cheapest ways from the first row down: their cost at each pixel of the last row, and all their steps.

    Steps are -1, 0 or 1 (height, width), the columns to go to on the way back.
    """
    total = np.zeros(cost.shape[1], np.float32)
    steps = np.zeros(cost.shape, np.int64)
    for row in range(len(cost)):
        choices = np.stack(_step(total))
        best = choices.argmin(axis=0)
        total = cost[row] + np.take_along_axis(choices, best[np.newaxis], axis=0)[0]
        steps[row] = np.array([0, -1, 1])[best]
    return total, steps


def _step(total: npt.NDArray[np.float32]) -> list[npt.NDArray[np.float32]]:
    """What it costs to come from the same column, from the one on the left, and from the one on the right."""
    wall = np.float32(np.inf)
    padded = np.pad(total, 1, constant_values=wall)
    return [total, padded[:-2] + np.float32(STEP_COST), padded[2:] + np.float32(STEP_COST)]


def _trace(column: int, upward: Ways, downward: Ways) -> Ways:
    """Follow the cheapest way through a column of the middle row, up and down: a column for each row."""
    up, at = [], column
    for steps in upward[::-1]:
        up.append(at)
        at += int(steps[at])
    down, at = [], column
    for steps in downward[::-1]:
        down.append(at)
        at += int(steps[at])
    return np.array(up[::-1] + down[1:], np.int64)


def _narrow_piece(piece: Piece, part: npt.NDArray[np.bool_]) -> Piece | None:
    """Return the part of a piece (height, width) that is marked, its box close around the ink."""
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if rows.size == 0:
        return None
    top, left = int(rows[0]), int(columns[0])
    height, width = int(rows[-1]) - top + 1, int(columns[-1]) - left + 1
    return Piece(piece.labels, piece.left + left, piece.top + top, width, height, int(part.sum()))


def _cut_tile(ink: Grey, piece: Piece, part: Piece) -> Grey:
    """Cut a part out of the ink of its piece, uint8 (height, width), with its soft edges, and normalise it."""
    top, left = part.top - piece.top, part.left - piece.left
    rows = slice(max(0, top - MARGIN), top + part.height + MARGIN)
    return make_tile(ink[rows, max(0, left - MARGIN) : left + part.width + MARGIN], part.side)
