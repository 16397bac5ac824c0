"""A line of a picture as a strip of one height: level, lying straight, with what the finder marks in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model.finder.find import Found
from model.strips.network import HEIGHT, WIDTH

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Box = Sequence[float]

# Of a strip's height the line takes so many pixels, and of its width it leaves so many free on each side.
LINE_HEIGHT, MARGIN = 22.0, 8.0
# Levels are compared with those of so many columns nearby. The latter is added to their deviation, so that the grain of
# an even ground is not made as strong as ink.
NEARBY, LEAST_DEVIATION = 49, 4.0
# A line that is so many times as long as it is high has a slope, and no more than this, in radians.
SLOPED, STEEPEST = 1.5, np.deg2rad(20.0)


@dataclass(frozen=True)
class Line:
    """Where a line of writing lies in a picture, in pixels: its middle, its angle in radians (downwards), its size."""

    x: float
    y: float
    angle: float
    length: float
    height: float


def fit_line(boxes: Sequence[Box]) -> Line:
    """Lay a line around boxes [left, top, width, height]; Raises ValueError where there are none."""
    if not boxes:
        raise ValueError("a line needs a box at least")
    left, top, width, height = np.array(boxes, np.float64).T
    x, y = left + width / 2, top + height / 2
    angle = 0.0
    if x.max() - x.min() > SLOPED * float(np.median(height)):
        angle = float(np.clip(np.arctan(np.polyfit(x, y, 1, w=np.sqrt(height))[0]), -STEEPEST, STEEPEST))
    along, across = np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x
    first, last = (along - width / 2).min(), (along + width / 2).max()
    upper, lower = (across - height / 2).min(), (across + height / 2).max()
    u, v = (first + last) / 2, (upper + lower) / 2
    return Line(
        np.cos(angle) * u - np.sin(angle) * v,
        np.sin(angle) * u + np.cos(angle) * v,
        angle,
        float(last - first),
        float(lower - upper),
    )


def measure_scale(line: Line) -> float:
    """Return how many of a strip's pixels a picture's pixel is wide."""
    return min(LINE_HEIGHT / max(line.height, 1.0), (WIDTH - 2 * MARGIN) / max(line.length, 1.0))


def place_line(line: Line) -> npt.NDArray[np.float64]:
    """Return the affine map (2, 3) from a picture's pixels to those of its strip, in whose middle the line lies."""
    scale = measure_scale(line)
    turn = scale * np.array([[np.cos(line.angle), np.sin(line.angle)], [-np.sin(line.angle), np.cos(line.angle)]])
    middle = np.array([WIDTH / 2, HEIGHT / 2]) - turn @ np.array([line.x, line.y])
    return np.column_stack([turn, middle])


def find_middles(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the middles (n, 2) of boxes (n, 4): x, y."""
    return boxes[:, :2] + boxes[:, 2:] / 2


def place_middles(
    lines: Sequence[Line], boxes: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return how far along and across the strip of each line the middle of each box lies: both (lines, n), in pixels.

    Of a picture's boxes (n, 4), in its pixels, and of one line at least.
    """
    middles = np.column_stack([find_middles(boxes), np.ones(len(boxes))]).T
    along, across = np.stack([place_line(line) @ middles for line in lines], axis=1)
    return along, across


def stack_marks(grey: Grey, found: Found) -> Grey:
    """Put a picture uint8 (height, width) and its two marks together: uint8 (height, width, CHANNELS)."""
    return np.asarray(cv2.merge([grey, *(np.rint(255 * each).astype(np.uint8) for each in found)]), np.uint8)


def cut_strip(marked: Grey, line: Line) -> Grey:
    """Cut a line out of a picture with its marks, as `stack_marks` gives it: uint8 (HEIGHT, WIDTH, CHANNELS)."""
    height, width = marked.shape[:2]
    whole, scale = marked, measure_scale(line)
    map_there = place_line(line)
    if scale < 1:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        whole = np.asarray(cv2.resize(marked, size, interpolation=cv2.INTER_AREA), np.uint8)
        map_there[:, :2] /= np.array([size[0] / width, size[1] / height])
    beyond = (float(marked[..., 0].mean()), 0.0, 0.0)
    strip = cv2.warpAffine(
        whole, map_there, (WIDTH, HEIGHT), borderMode=cv2.BORDER_CONSTANT, borderValue=beyond, flags=cv2.INTER_LINEAR
    )
    return np.asarray(strip, np.uint8)


def standardise_strips(strips: Grey) -> Floats:
    """Turn strips into float32 of the same shape: levels of about mean 0 and deviation 1, ink above its ground.

    Mean and deviation are those of the columns nearby, so that faint ink is seen beside the edge of a table.
    """
    standard = np.empty(strips.shape, np.float32)
    marks = np.multiply(strips[..., 1:], np.float32(1 / 255), out=standard[..., 1:])
    levels = strips[..., 0].astype(np.float32)
    mean = _average_nearby(levels.mean(axis=1))
    square = _average_nearby(np.einsum("nhw,nhw->nw", levels, levels) / np.float32(levels.shape[1]))
    deviation = np.sqrt(np.maximum(square - mean * mean, 0.0))
    contrast = (levels - mean[:, np.newaxis]) / (deviation + np.float32(LEAST_DEVIATION))[:, np.newaxis]
    is_dark = np.einsum("nhw,nhw->n", contrast, marks[..., 0]) < 0
    standard[..., 0] = np.where(is_dark, np.float32(-1), np.float32(1))[:, np.newaxis, np.newaxis] * contrast
    return standard


def _average_nearby(columns: Floats) -> Floats:
    """Average (n, WIDTH) over NEARBY columns."""
    return np.asarray(cv2.blur(columns, (NEARBY, 1), borderType=cv2.BORDER_REPLICATE), np.float32)
