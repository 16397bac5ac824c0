"""What people draw to point at a number: a ring around it, a line or two beneath."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
import numpy.typing as npt

from model.simulate.noise import choose, digit_height, stroke_width
from model.simulate.scene import Coverage, Ink

KINDS: Mapping[str, float] = {"ring": 0.55, "underline": 0.25, "two underlines": 0.2}
# How wide their strokes are, in widths of the number's.
WIDTHS = (0.6, 1.4)
# How far they stay from the number, in heights of a digit; below 0 they touch it, or run through its corners.
RING_ROOM, LINE_ROOM, BETWEEN_LINES = (-0.05, 0.45), (0.05, 0.35), (0.1, 0.25)
# How far a hand strays from an ellipse, or from a straight line, in heights; how far a ring goes on after one turn, in
# turns: below 0 there is a gap.
STRAY, OVERLAP = 0.04, (-0.05, 0.15)
# How far a line begins before the number, or after it, and how far it climbs, in heights and as a slope.
LINE_ENDS, SLOPE = (-0.3, 0.4), 0.06
POINTS = 64
# Coordinates are given in so many parts of a pixel, as a power of 2.
SHIFT = 4

Points = npt.NDArray[np.float64]


def emphasise(number: Ink, rng: np.random.Generator) -> Ink:
    """Draw a ring around a number's ink, or lines under it, owner 0; pixels of digits stay theirs."""
    height, kind = digit_height(number), choose(KINDS, rng)
    width = max(1, round(float(stroke_width(number.coverage)) * rng.uniform(*WIDTHS)))
    strokes = [_draw_ring(number, height, rng)] if kind == "ring" else _draw_lines(number, height, width, kind, rng)
    places = np.concatenate(strokes)
    margin = width + 1
    before = np.ceil(np.maximum(0, margin - places.min(axis=0))).astype(int)
    after = np.ceil(np.maximum(0, places.max(axis=0) + margin - number.coverage.shape[::-1])).astype(int)
    room = (before[1], after[1]), (before[0], after[0])
    coverage, owner = np.pad(number.coverage, room), np.pad(number.owner, room)
    drawn = _draw([stroke + before for stroke in strokes], coverage.shape, width)
    return Ink(np.maximum(coverage, drawn), owner, number.labels, number.lines)


def _draw_ring(number: Ink, height: float, rng: np.random.Generator) -> Points:
    """Return an ellipse (POINTS, 2) around a number, in x and y, closed as well as hands do."""
    tall, wide = number.coverage.shape
    turn = 2 * np.pi * (rng.random() + np.linspace(0.0, 1.0 + rng.uniform(*OVERLAP), POINTS))
    # An ellipse through a rectangle's corners would be this much larger; hands cut the corners.
    corners = rng.uniform(1.05, 1.35)
    radii = np.array([wide, tall]) / 2 * corners + height * rng.uniform(*RING_ROOM, 2)
    stray = 1 + _stray(height, rng) / radii.min()
    middle = np.array([wide, tall]) / 2 + rng.normal(0, 0.03, 2) * height
    return np.asarray(middle + radii * np.column_stack([np.cos(turn), np.sin(turn)]) * stray[:, np.newaxis])


def _draw_lines(number: Ink, height: float, width: int, kind: str, rng: np.random.Generator) -> list[Points]:
    """Return one line (POINTS, 2) under a number, or two."""
    tall, wide = number.coverage.shape
    down, lines = tall + height * rng.uniform(*LINE_ROOM), []
    for _ in range(2 if kind == "two underlines" else 1):
        ends = np.array([0.0, wide]) + height * rng.uniform(*LINE_ENDS, 2) * (-1, 1)
        x = np.linspace(ends[0], ends[1], POINTS)
        lines.append(np.column_stack([x, down + rng.uniform(-SLOPE, SLOPE) * (x - wide / 2) + _stray(height, rng)]))
        down += height * rng.uniform(*BETWEEN_LINES) + width
    return lines


def _stray(height: float, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Return how far each of POINTS is off, in pixels: smoothly, by about STRAY heights."""
    at = np.linspace(0, 2 * np.pi, POINTS)
    waves = [np.sin(times * at + rng.uniform(0, 2 * np.pi)) / times for times in (1, 2, 3)]
    return np.asarray(height * STRAY * rng.normal(0, 1, 3) @ np.array(waves))


def _draw(strokes: list[Points], shape: tuple[int, ...], width: int) -> Coverage:
    drawn = np.zeros(shape, np.uint8)
    lines = [np.rint(stroke * 2**SHIFT).astype(np.int32) for stroke in strokes]
    cv2.polylines(drawn, lines, False, 255, width, cv2.LINE_AA, SHIFT)
    return np.asarray(drawn / np.float32(255), np.float32)
