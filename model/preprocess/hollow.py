"""Digits drawn as outlines, filled: two thin lines side by side all along are the edges of one stroke."""

from __future__ import annotations

import cv2
import numpy as np

from model.preprocess.contrast import Grey
from model.preprocess.pieces import Labels, Piece

# Lines are thin if their width is at most this share of the ink's longest side.
THIN = 0.09
# ... but for this share of the ink, where lines meet.
THICK_SHARE = 0.02
# The gap between the two lines is at most this share of the ink's longest side: squares of these sizes close it.
GAPS = (0.14, 0.2)
# Filled, the outline of a stroke has at least so many times its ink; closing a plain line's bends adds much less.
FILLED = 1.75
# ... and what is filled is a stroke: its mean depth is at most this share of the ink's longest side.
MAX_DEPTH = 0.055
# ... and of its edge this share is inked.
OUTLINED = 0.9
# A digit is no wider than so many times its height.
WIDEST = 1.3
# Smaller pieces, in pixels of their longest side, have no room for an outline.
MIN_SIDE = 12


def fill_hollow(mask: Grey, labels: Labels, pieces: list[Piece]) -> Grey:
    """Return the mask (height, width), 1 for ink, with the strokes filled of which a piece holds only the outlines."""
    filled = mask
    for piece in pieces:
        if piece.side < MIN_SIDE:
            continue
        rows, columns = slice(piece.top, piece.bottom), slice(piece.left, piece.right)
        stroke = close_outline((labels[rows, columns] == piece.labels[0]).astype(np.uint8))
        if stroke is not None:
            filled = mask.copy() if filled is mask else filled
            filled[rows, columns] |= stroke
    return filled


def close_outline(ink: Grey) -> Grey | None:
    """Return the stroke (height, width) whose outline `ink`, cut close, is; None if it is a line of its own."""
    # Several digits that touch are wider than any one.
    longest = min(max(ink.shape), int(WIDEST * ink.shape[0]))
    area = cv2.countNonZero(ink)
    widest = max(3, round(THIN * longest))
    if cv2.countNonZero(cv2.erode(ink, np.ones((widest, widest), np.uint8))) > THICK_SHARE * area:
        return None
    for gap in GAPS:
        side = max(3, round(gap * longest) | 1)
        room = cv2.copyMakeBorder(ink, side, side, side, side, cv2.BORDER_CONSTANT, value=0)
        closed = cv2.morphologyEx(room, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
        stroke = np.asarray(closed[side:-side, side:-side], np.uint8)
        is_stroke = _measure_depth(stroke) <= MAX_DEPTH * longest + 0.5
        if is_stroke and cv2.countNonZero(stroke) >= FILLED * area and _is_outline(ink, stroke):
            return stroke
    return None


def _is_outline(ink: Grey, stroke: Grey) -> bool:
    """Tell whether ink lies all along the edge of a stroke: beside a bend that was filled there is none."""
    edge = (stroke > 0) & (np.asarray(cv2.erode(stroke, np.ones((3, 3), np.uint8), borderValue=0)) == 0)
    near = np.asarray(cv2.dilate(ink, np.ones((3, 3), np.uint8))) > 0
    return int(np.count_nonzero(edge & near)) >= OUTLINED * int(np.count_nonzero(edge))


def _measure_depth(mask: Grey) -> float:
    """Mean distance of the ink's pixels to its outline: a quarter of the strokes' width, and half a pixel."""
    room = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    depth = cv2.distanceTransform(room, cv2.DIST_L2, 3)
    return float(depth.sum()) / max(1, int(np.count_nonzero(mask)))
