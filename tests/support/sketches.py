"""Digits drawn with a pen of any width, to make small pictures of."""

import math
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Box = tuple[int, int, int, int]
Points = Sequence[tuple[float, float]]


def _arc(x: float, y: float, radius_x: float, radius_y: float, *, start: float = 0.0, end: float = 360.0) -> Points:
    """Points of an ellipse, in degrees clockwise from the right."""
    turns = [math.radians(start + (end - start) * step / 32) for step in range(33)]
    return [(x + radius_x * math.cos(turn), y + radius_y * math.sin(turn)) for turn in turns]


# Strokes in a box from (0, 0) to (1, 1), y down. The bar of the 5 is a stroke of its own, and comes last.
STROKES: dict[str, Sequence[Points]] = {
    "0": [_arc(0.5, 0.5, 0.4, 0.5)],
    "1": [[(0.5, 0), (0.5, 1)]],
    "2": [[*_arc(0.5, 0.28, 0.4, 0.28, start=-170, end=40), (0.1, 1), (0.95, 1)]],
    "3": [[*_arc(0.45, 0.26, 0.4, 0.26, start=-150, end=90), *_arc(0.45, 0.74, 0.45, 0.24, start=-90, end=150)]],
    "4": [[(0.4, 0), (0.05, 0.6), (0.95, 0.6)], [(0.7, 0.3), (0.65, 1)]],
    "5": [[(0.2, 0), (0.15, 0.45), *_arc(0.45, 0.7, 0.42, 0.3, start=-120, end=150)], [(0.2, 0), (0.9, 0)]],
    "6": [[(0.75, 0), (0.3, 0.35), *_arc(0.5, 0.72, 0.38, 0.28, start=190, end=550)]],
    "7": [[(0.05, 0), (0.95, 0), (0.4, 1)]],
    "8": [_arc(0.5, 0.25, 0.32, 0.25), _arc(0.5, 0.75, 0.42, 0.25)],
    "9": [[*_arc(0.45, 0.28, 0.38, 0.28, start=0, end=360), (0.8, 0.4), (0.7, 1)]],
}


def draw_strokes(ink: Grey, strokes: Sequence[Points], box: Box, pen: int) -> None:
    """Draw strokes with 255 into a box [left, top, width, height] of `ink` (height, width); the pen goes over it."""
    left, top, width, height = box
    for points in strokes:
        nodes = [(left + x * width, top + y * height) for x, y in points]
        cv2.polylines(ink, [np.rint(np.array(nodes) * 16).astype(np.int32)], False, (255,), pen, cv2.LINE_AA, 4)


def sketch(shape: tuple[int, int], *digits: tuple[str, Box], pen: int = 6) -> Grey:
    """Draw digits, each with the box of its strokes' middle lines: uint8 (height, width), 255 for ink."""
    ink = np.zeros(shape, np.uint8)
    for digit, box in digits:
        draw_strokes(ink, STROKES[digit], box, pen)
    return ink


def as_mask(ink: Grey) -> Grey:
    """Return 1 for ink and 0 for paper."""
    return (ink > 127).astype(np.uint8)


def share_ink(one: Grey, other: Grey) -> float:
    """Intersection over union of two masks."""
    both, either = np.count_nonzero((one > 0) & (other > 0)), np.count_nonzero((one > 0) | (other > 0))
    return both / max(1, either)
