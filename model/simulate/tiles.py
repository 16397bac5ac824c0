"""MNIST's digits as ink of any size: smooth edges instead of 28 pixels, a thicker or thinner pen."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from model.simulate.scene import Coverage

Tile = npt.NDArray[np.uint8]

# Room around the ink before it is enlarged, in pixels of the tile: the filter and a thicker pen reach that far.
MARGIN = 3
# Blur before the threshold, in pixels of the tile: less shows the tile's squares on large digits, more eats corners.
LEAST_BLUR, MOST_BLUR = 0.35, 0.7
# Grey of the tile at which ink begins, from 0 to 1; lower is thicker. MNIST's strokes cross 0.5 at their edge;
# hairlines and narrow loops last best at the safe level.
LOWEST_LEVEL, HIGHEST_LEVEL, SAFE_LEVEL = 0.3, 0.6, 0.42
# How far the edge's ramp reaches to each side of the level: from an edge of one pixel to the tile's own softness.
SOFTEST = 0.3
# Grey that changes across a pixel of the tile at an edge: the ramp of one pixel of ink is this over the scale.
EDGE_SLOPE = 0.45
# Share of digits whose pen is made thicker or thinner, and by how much at most, over the height.
RESHAPED_SHARE, LARGEST_CHANGE = 0.6, 0.06
# Ink fainter than this is none: the cubic filter rings.
FAINTEST = 1 / 255


def ink_from_tile(tile: Tile, height: float, rng: np.random.Generator) -> Coverage:
    """Return coverage float32 (rows, columns), about `height` rows, of a digit uint8 (28, 28) with 255 for ink.

    A change of the pen that would close a loop or break a stroke is left out. Raises ValueError for what is no tile,
    or has no ink.
    """
    if tile.dtype != np.uint8 or tile.ndim != 2 or height < 1:
        raise ValueError("a tile is uint8 (rows, columns), and its height at least a pixel")
    left, top, columns, rows = cv2.boundingRect((tile > 127).astype(np.uint8))
    if rows == 0:
        raise ValueError("the tile has no ink")
    cut = np.pad(tile, MARGIN)[top : top + rows + 2 * MARGIN, left : left + columns + 2 * MARGIN]
    scale = height / rows
    grey = cut.astype(np.float32) / np.float32(255)
    # Blurred while small, it costs the same at any height.
    blurred = np.asarray(cv2.GaussianBlur(grey, (0, 0), rng.uniform(LEAST_BLUR, MOST_BLUR)), np.float32)
    level = rng.uniform(LOWEST_LEVEL, HIGHEST_LEVEL)
    if _count_contours(blurred, level) != _count_contours(grey, SAFE_LEVEL):
        blurred, level = grey, SAFE_LEVEL
    grey = _resize(blurred if scale > 1 else grey, scale)
    if rng.random() < RESHAPED_SHARE:
        grey = _reshape_pen(grey, rng.uniform(-LARGEST_CHANGE, LARGEST_CHANGE) * height, level)
    # Below the size of the tile the edge is as soft as the pixels are coarse.
    softness = max(rng.uniform(0, SOFTEST), min(EDGE_SLOPE / scale, level, 1 - level))
    return crop_ink(smooth_step(grey, level - softness, level + softness))


def smooth_step(grey: npt.NDArray[np.float32], low: float, high: float) -> Coverage:
    """Return 0 below `low`, 1 above `high`, and a smooth ramp between; float32 of the same shape."""
    part = np.clip((grey - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(part * part * (3 - 2 * part), np.float32)


def crop_ink(coverage: Coverage) -> Coverage:
    """Cut coverage close around what is inked at all. Raises ValueError if nothing is."""
    left, top, columns, rows = cv2.boundingRect((coverage >= FAINTEST).astype(np.uint8))
    if rows == 0:
        raise ValueError("there is no ink")
    return coverage[top : top + rows, left : left + columns].copy()


def _resize(grey: npt.NDArray[np.float32], scale: float) -> npt.NDArray[np.float32]:
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(grey, size, interpolation=method), np.float32)


def _reshape_pen(grey: npt.NDArray[np.float32], change: float, level: float) -> npt.NDArray[np.float32]:
    """Make strokes `change` pixels wider (below 0: thinner) if as many parts and loops are left."""
    radius = round(abs(change) / 2)
    if radius < 1:
        return grey
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    changed = np.asarray(cv2.dilate(grey, kernel) if change > 0 else cv2.erode(grey, kernel), np.float32)
    return changed if _count_contours(changed, level) == _count_contours(grey, level) else grey


def _count_contours(grey: npt.NDArray[Any], level: float) -> tuple[int, int]:
    """Return how many parts the ink has, and how many loops."""
    ink = (grey > level).astype(np.uint8)
    _, hierarchy = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    parents = np.empty(0, np.int32) if hierarchy is None else np.asarray(hierarchy)[0, :, 3]
    return int((parents < 0).sum()), int((parents >= 0).sum())
