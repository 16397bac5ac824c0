"""Thick and thin pens brought to MNIST's stroke.

The ink becomes a signed distance: how far inside or outside of it each pixel lies. Shifting that by a constant makes
every stroke wider or narrower by the same amount, smoothly and in any resolution, and leaves its skeleton in place.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.contrast import Grey

# The width of a stroke as a share of the digit's longest side: MNIST has 0.08 to 0.2, half of it between these.
THINNEST, THICKEST = 0.10, 0.16
# Small ink is enlarged to this many pixels first, so that a distance means something.
FINE_SIDE = 84
# The level from which a pixel is inside of a stroke; below a half, for the sake of thin strokes in reduced pictures.
INSIDE_LEVEL = 100
# A stroke is narrowed no further than to this width in pixels, so that its thin parts stay.
MIN_WIDTH = 2.0
BARELY_INSIDE = 0.5
# ... nor by more than this share of the longest side on each side: a solid block is no stroke.
MAX_NARROWING = 0.1


@dataclass(frozen=True)
class Outline:
    """Ink as `distance`, float32 (height, width): pixels to its outline, above 0 inside, after any change of width.

    `longest` is the longest side of its box, in the same pixels.
    """

    distance: npt.NDArray[np.float32]
    longest: float


def trace_outline(ink: Grey, longest_side: int) -> Outline:
    """Turn ink (height, width), whose box has `longest_side`, into an outline with a stroke like MNIST's."""
    scale = max(1.0, FINE_SIDE / longest_side)
    if scale > 1.0:
        ink = np.asarray(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    longest = longest_side * scale
    # Room for strokes that become wider.
    margin = int(THINNEST * longest) + 2
    room = cv2.copyMakeBorder(ink, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=0)
    inside = cv2.threshold(room, min(INSIDE_LEVEL, int(room.max()) // 2), 1, cv2.THRESH_BINARY)[1]
    depth = np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, 3), np.float32)
    shift = choose_shift(measure_width(depth), find_narrow_half(depth), longest)
    distance = depth - np.asarray(cv2.distanceTransform(1 - inside, cv2.DIST_L2, 3), np.float32)
    distance += np.float32(shift)
    return Outline(distance, longest + 2.0 * shift)


def measure_width(depth: npt.NDArray[np.float32]) -> float:
    """Measure the typical width of strokes, in pixels, in depths (height, width) that are 0 outside of the ink.

    Across a strip of w pixels the depths are 1, 2, … 2, 1, whose mean is w / 4 + 1 / 2.
    """
    inside = depth[depth > 0]
    return max(1.0, 4.0 * float(inside.mean()) - 2.0) if inside.size else 1.0


def find_narrow_half(depth: npt.NDArray[np.float32]) -> float:
    """Find half the width of a stroke's narrow parts: the tenth percentile of depth along its ridge."""
    ridge = depth[(depth > 0) & (depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8)))]
    return float(np.partition(ridge, ridge.size // 10)[ridge.size // 10]) if ridge.size else 0.0


def choose_shift(width: float, narrow_half: float, longest: float) -> float:
    """Choose how far to move the outline outwards, in pixels, so that the stroke's share comes within MNIST's."""
    share = width / longest
    target = min(max(share, THINNEST), THICKEST)
    if target == share:
        return 0.0
    # A stroke that widens by two shifts makes the whole wider by as much.
    shift = (target * longest - width) / (2.0 * (1.0 - target))
    spared = max(0.0, narrow_half - BARELY_INSIDE - MIN_WIDTH / 2.0)
    return max(shift, -min(spared, MAX_NARROWING * longest))
