"""The sheet of paper in a photograph, told from the table beside it by its long straight edges.

A sheet is convex: it lies on the brighter side of each of its edges, and so does what is written on it.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.contrast import Grey, Histogram
from model.preprocess.ink import is_flat
from model.preprocess.light import shrink
from model.preprocess.pieces import count_within, find_pieces

# Edges are sought in a picture with at most so many pixels a side, by Canny's detector (1986) with these gradients ...
SIDE, WEAK, STRONG = 160, 40, 100
# ... and are so long, as a share of the longest side, with gaps of at most so many pixels.
LENGTH, GAP = 0.45, 6
# At so many places along an edge, the level is compared on both sides of it, so many pixels away. It differs by so many
# levels and by this share of the lighter one, and in the same direction but for a share of the places.
PLACES, FAR, STEP, STEP_SHARE, AGREED = 32, 5.0, 10.0, 0.12, 0.9
# An edge is sharp: so near to it, this share of the step is there already, where a shadow has less.
NEAR, SHARP = 1.5, 0.7
# A table is broad: as far away as this share of the longest side, this share of the step is there still, where a
# ruling or a stroke has none.
BROAD, LASTING = 0.2, 0.5
# What lies nearer to an edge than this share of the longest side is the edge.
BAND = 0.015
# A table and a sheet cover at least these shares of the picture; what is less is a frame or a scanner's border.
LEAST_TABLE, LEAST_SHEET = 0.05, 0.15
# Ink on the sheet is written on purpose if it is so high or wide, as a share of the picture's shorter side.
LEAST_WRITTEN = 0.08
# What lies on both sides of an edge with this share of its ink, and does not reach the picture's border as the edge
# itself does, was written across the edge of a shadow.
CROSSING = 0.15
# Smaller pictures, in pixels of the shorter side, are close crops.
SMALLEST = 40

Floats = npt.NDArray[np.float32]


def keep_on_sheet(grey: Grey, histogram: Histogram, mask: Grey) -> Grey:
    """Return the mask (height, width), 1 for ink, without what is not on the sheet, if there is one with ink on it.

    `histogram` is that of the levels of `grey`.
    """
    if min(grey.shape) < SMALLEST or is_flat(histogram, grey.size):
        return mask
    sheet = find_sheet(grey)
    if sheet is None:
        return mask
    labels, pieces = find_pieces(mask)
    inside = np.asarray(mask & sheet, np.uint8)
    height, width = mask.shape
    least = LEAST_WRITTEN * min(height, width)
    free = [piece for piece in pieces if piece.side >= least and not piece.touches(width, height)]
    shares = [count / piece.area for piece, count in zip(free, count_within(inside, labels, free), strict=True)]
    if any(CROSSING <= share <= 1.0 - CROSSING for share in shares):
        return mask
    return inside if any(piece.side >= least for piece in find_pieces(inside)[1]) else mask


def find_sheet(grey: Grey) -> Grey | None:
    """Return 1 in uint8 (height, width) where the sheet is; None if no edge of one is seen."""
    height, width = grey.shape
    sheet = np.ones(grey.shape, np.uint8)
    across, down = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, np.newaxis]
    for x, y, end_x, end_y in find_edges(grey).tolist():
        length = float(np.hypot(end_x - x, end_y - y))
        inwards = ((down - y) * (end_x - x) - (across - x) * (end_y - y)) / length
        if cv2.countNonZero((inwards < 0).astype(np.uint8)) >= LEAST_TABLE * grey.size:
            sheet &= inwards > BAND * max(grey.shape)
    return sheet if LEAST_SHEET * grey.size <= cv2.countNonZero(sheet) < grey.size else None


def find_edges(grey: Grey) -> Floats:
    """Find straight steps between dark and light: float32 (n, 4), from (x, y) to (x, y) with the light on the right."""
    small = np.asarray(cv2.GaussianBlur(shrink(grey, SIDE), (3, 3), 0), np.uint8)
    side = max(small.shape)
    gradients = cv2.Canny(small, WEAK, STRONG)
    found = cv2.HoughLinesP(gradients, 1.0, np.pi / 180, int(LENGTH * side / 2), None, LENGTH * side, GAP)
    if found is None:
        return np.zeros((0, 4), np.float32)
    ends = np.asarray(found, np.float32).reshape(-1, 4)
    right, left = _read_beside(small, ends, FAR)
    is_turned = np.median(right - left, axis=1) < 0
    ends[is_turned] = ends[is_turned][:, [2, 3, 0, 1]]
    (light, dark), *others = (_read_beside(small, ends, reach) for reach in (FAR, NEAR, BROAD * side))
    step = np.median(light - dark, axis=1)
    near, broad = (np.median(right - left, axis=1) for right, left in others)
    least = np.maximum(STEP, STEP_SHARE * np.median(light, axis=1))
    is_edge = (step >= least) & ((light > dark).mean(axis=1) >= AGREED)
    is_edge &= (near >= SHARP * step) & (broad >= LASTING * step)
    return np.asarray(ends[is_edge] * (max(grey.shape) / side), np.float32)


def _read_beside(grey: Grey, ends: Floats, reach: float) -> tuple[Floats, Floats]:
    """Return the levels at places so many pixels to the right of lines (n, 4), and to the left: float32 (n, PLACES)."""
    start, end = ends[:, np.newaxis, :2], ends[:, np.newaxis, 2:]
    along = (end - start) / np.linalg.norm(end - start, axis=2, keepdims=True)
    places = start + (end - start) * np.linspace(0.0, 1.0, PLACES, dtype=np.float32)[:, np.newaxis]
    to_right = reach * np.concatenate([-along[..., 1:], along[..., :1]], axis=2)
    sides = (np.asarray(places + side * to_right, np.float32) for side in (1, -1))
    maps = (cv2.split(at) for at in sides)
    right, left = (cv2.remap(grey, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for x, y in maps)
    return np.asarray(right, np.float32), np.asarray(left, np.float32)
