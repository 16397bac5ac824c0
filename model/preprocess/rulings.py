"""Rulings: straight lines from side to side, taken out of the ink without what crosses them."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.contrast import Grey
from model.preprocess.pieces import find_pieces, remove_pieces
from model.preprocess.remains import remove_remains, spare_pen

# A line reaches a side of the picture if it comes as near as this share of the way, and no less than so many pixels.
EDGE_SHARE, EDGE = 0.06, 3
# A line has at least this length, is sought through at least so many inked pixels, and has gaps no longer: shares of
# the picture's side.
LENGTH_SHARE, INKED_SHARE, GAP_SHARE = 0.6, 0.4, 0.06
# The line through it from one side to the other is ink for this share of the way: stems of large digits are shorter.
COVERED = 0.7
# ... and where it leaves the picture above or below before that, this share of the picture's side counts as its length.
SEEN = 0.85
# Lines slant no more than this, down over across, and are no thicker than this share of the picture's side.
MAX_SLANT, MAX_THICKNESS = 0.3, 0.06
# Ink is kept where it is so many times as thick as the line.
CROSSING = 1.8
# So many lines are a ruled or squared paper; fewer might be the strokes of a tightly cropped digit.
MANY_LINES = 3
# Then a line begins and ends this share of the picture's side beyond the other ink, as no stroke of its own does ...
BEYOND = 0.02
# ... and at least this share of the other ink lies above and below, unless that stays clear of the border.
BOTH_SIDES = 0.12
# The wall of a printed cell ends no more than half of so many pixels from a line, and is no wider than this share of
# its height.
BAR_REACH, BAR_ASPECT = 7, 0.25
# Without the lines at least this share of all ink must be left: a line alone may be a digit.
MIN_REST = 0.03


def remove_rulings(mask: Grey, strength: Grey) -> Grey:
    """Return the mask, 1 for ink of a strength, without straight lines from side to side; what crosses them stays."""
    left, top, width, height = cv2.boundingRect(mask)
    if not (_reaches_sides(left, width, mask.shape[1]) or _reaches_sides(top, height, mask.shape[0])):
        return mask
    lying, count = find_lines(mask)
    standing, standing_count = find_lines(np.ascontiguousarray(mask.T))
    if count + standing_count == 0:
        return mask
    lines = np.asarray(lying | standing.T, np.uint8)
    if not lines.any():
        return mask
    is_ruled = count + standing_count >= MANY_LINES
    # On paper with many lines there are many places where the pen and they lie on each other, and crossings.
    rest = np.asarray(mask & ~(spare_pen(lines, strength) if is_ruled else lines), np.uint8)
    rest = remove_bars(remove_remains(rest, lines) if is_ruled else rest, lines)
    if int(rest.sum()) < MIN_REST * int(mask.sum()):
        return mask
    pairs = [(ink, lines) for ink, lines in ((rest, lying), (rest.T, standing)) if lines.any()]
    if is_ruled:
        return rest if all(_goes_beyond(ink, lines, 0.0) for ink, lines in pairs) else mask
    return rest if _is_written(rest, pairs) else mask


def remove_bars(rest: Grey, lines: Grey) -> Grey:
    """Remove upright bars from one line to another: the walls of printed cells."""
    labels, pieces = find_pieces(rest)
    reach = np.asarray(cv2.dilate(lines, np.ones((BAR_REACH, BAR_REACH), np.uint8)), np.uint8)
    bars = [
        piece
        for piece in pieces
        if piece.width <= BAR_ASPECT * piece.height
        and reach[piece.top, piece.left : piece.right].any()
        and reach[piece.bottom - 1, piece.left : piece.right].any()
    ]
    return remove_pieces(rest, labels, bars)


def find_lines(mask: Grey) -> tuple[Grey, int]:
    """Find the pixels of lines, slanted a little or not, from the left side to the right one; and count the lines."""
    nothing = np.zeros(mask.shape, np.uint8)
    width = mask.shape[1]
    segments = find_segments(mask)
    if len(segments) == 0:
        return nothing, 0
    drawn = nothing.copy()
    for left, top, right, bottom in segments.tolist():
        cv2.line(drawn, (left, top), (right, bottom), 1, 1)
    thickness = measure_thickness(mask, drawn)
    if thickness == 0.0 or thickness > MAX_THICKNESS * width:
        return nothing, 0
    side = (int(thickness) | 1) + 2
    band = cv2.dilate(drawn, np.ones((side, side), np.uint8))
    thick = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((int(CROSSING * thickness) + 2, 1), np.uint8))
    on_line = (mask > 0) & (np.asarray(band) > 0) & (np.asarray(thick) == 0)
    return on_line.astype(np.uint8), cv2.connectedComponents(band)[0] - 1


def find_segments(mask: Grey) -> npt.NDArray[np.int64]:
    """Find long lines that lie: int64 (n, 4), a row being left, top, right, bottom; none where no ink is near a side.

    The line through each, from side to side, is ink for at least the share COVERED. By the probabilistic Hough
    transform (J. Matas, C. Galambos and J. Kittler, 2000).
    """
    width = mask.shape[1]
    left, _, inked, _ = cv2.boundingRect(mask)
    if not _reaches_sides(left, inked, width):
        return np.zeros((0, 4), np.int64)
    found = cv2.HoughLinesP(
        mask, 1.0, np.pi / 360, int(INKED_SHARE * width), None, LENGTH_SHARE * width, GAP_SHARE * width
    )
    ends = np.zeros((0, 4), np.int64) if found is None else np.asarray(found, np.int64).reshape(-1, 4)
    level = ends[np.abs(ends[:, 3] - ends[:, 1]) <= MAX_SLANT * np.abs(ends[:, 2] - ends[:, 0])]
    return np.asarray(level[_measure_ink_along(mask, level) >= COVERED], np.int64)


def _reaches_sides(start: int, inked: int, side: int) -> bool:
    """Tell whether ink, so many pixels from `start` on, comes near both ends of a side of the picture."""
    edge = max(EDGE, int(EDGE_SHARE * side))
    return start < edge and start + inked > side - edge


def _measure_ink_along(mask: Grey, segments: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return for segments (n, 4) the share that is ink, (n,), of the lines through them, as far as the picture goes."""
    height, width = mask.shape
    left, top, right, bottom = (segments[:, [side]] for side in range(4))
    across = np.arange(width)
    rows = np.rint(top + (bottom - top) / np.maximum(right - left, 1) * (across - left)).astype(np.int64)
    near = np.asarray(cv2.dilate(mask, np.ones((3, 1), np.uint8)))
    inside = (rows >= 0) & (rows < height)
    inked = near[rows.clip(0, height - 1), across] * inside
    return np.asarray(inked.sum(axis=1) / np.maximum(inside.sum(axis=1), SEEN * width), np.float64)


def measure_thickness(mask: Grey, lines: Grey) -> float:
    """Return the median height in pixels of the ink at those pixels of lines that lie on it; 0 if none does."""
    columns, rows = np.nonzero((lines & mask).T)
    if rows.size == 0:
        return 0.0
    height = mask.shape[0]
    index = np.arange(height)[:, np.newaxis]
    above = np.maximum.accumulate(np.where(mask == 0, index, -1), axis=0)
    below = np.minimum.accumulate(np.where(mask == 0, index, height)[::-1], axis=0)[::-1]
    return float(np.median(below[rows, columns] - above[rows, columns] - 1))


def _is_written(rest: Grey, pairs: list[tuple[Grey, Grey]]) -> bool:
    """Tell whether what is left without the lines is ink of its own: the bar of a tightly cropped 7 is no ruling.

    `pairs` are the rest and the lines, turned so that these lie.
    """
    if not all(_goes_beyond(ink, lines, max(2.0, BEYOND * ink.shape[1])) for ink, lines in pairs):
        return False
    if not (rest[:EDGE].any() or rest[-EDGE:].any() or rest[:, :EDGE].any() or rest[:, -EDGE:].any()):
        return True
    least = BOTH_SIDES * int(rest.sum())
    return all(_count_lesser_side(ink, lines) >= least for ink, lines in pairs)


def _goes_beyond(ink: Grey, lines: Grey, least: float) -> bool:
    """Tell whether lying lines begin at least so far before the ink and end after it: the stem of a 4 does not."""
    columns, of_lines = (np.flatnonzero(each.any(axis=0)) for each in (ink, lines))
    return bool(of_lines[0] <= columns[0] - least and of_lines[-1] >= columns[-1] + least)


def _count_lesser_side(ink: Grey, lines: Grey) -> int:
    """Count the pixels of ink above the first line or below the last one, whichever are fewer."""
    rows = np.flatnonzero(lines.any(axis=1))
    return min(int(ink[: rows[0]].sum()), int(ink[rows[-1] + 1 :].sum()))
