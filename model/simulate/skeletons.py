"""Skeletons of digits as people of many countries write them, and strokes drawn from them."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from model.simulate.strokes import Stroke, Strokes, fit_unit_box

# How far each control point of a skeleton may wander: enough for a new hand, too little to change the digit.
CONTROL_DEVIATION = 0.018
SAMPLES_A_PIECE = 10
# Skeletons in percent of the height, y down: strokes are split by ";", smooth pieces by "|" where a corner is; a piece
# goes on from the last point of the one before.
_ROUND_ZERO = "30,0 8,14 0,50 8,86 30,100 52,86 60,50 52,14 30,0"
_FIVE_BELLY = "26,36 46,42 56,60 52,84 32,99 0,93"
_NINE_HEAD = "48,14 30,0 9,7 0,26 9,45 28,48 44,36 50,10"
SKELETONS: dict[int, tuple[str, ...]] = {
    0: (
        _ROUND_ZERO,
        "46,8 22,0 4,26 0,60 12,92 32,100 52,84 60,48 50,14 30,0 18,8",
        "36,0 4,36 0,62 6,88 24,100 46,84 62,44 58,14 36,0",
        _ROUND_ZERO + "; 8,92 52,8",
        _ROUND_ZERO + "; -6,104 66,-4",
        _ROUND_ZERO + "; 17,70 43,30",
    ),
    1: (
        "0,0 0,100",
        "0,0 4,50 2,100",
        "0,28 24,0 | 24,100",
        "0,18 16,0 | 14,100",
        "0,46 36,0 | 36,100",
        "0,28 26,0 | 26,100; 2,100 52,100",
        "0,40 34,0 | 34,100 | 10,100 62,99",
        "60,0 0,100",
        "34,30 62,0 | 16,100",
    ),
    2: (
        "0,22 9,5 28,0 48,7 56,26 46,50 22,77 0,100 | 62,100",
        "2,20 14,3 34,0 52,12 52,34 34,62 0,99 | 30,96 64,99",
        "0,24 10,5 30,0 50,9 54,30 40,57 18,86 5,96 -1,88 7,79 24,86 42,98 64,93",
        "4,14 24,0 48,8 52,30 30,62 4,88 | 22,84 42,98 62,90",
    ),
    3: (
        "2,14 18,1 38,2 49,18 42,37 16,46 | 42,51 56,68 50,90 26,100 0,88",
        "2,0 54,0 | 22,40 | 44,46 57,66 50,90 26,100 0,90",
        "4,10 28,0 49,12 44,34 22,46 46,55 56,76 40,97 4,94",
        "0,8 24,0 46,12 40,36 18,45 14,50 22,49 46,56 54,78 36,99 4,93",
    ),
    4: (
        "42,0 0,66 | 66,66; 42,0 42,100",
        "48,100 48,0 | 0,68 | 68,68",
        "8,0 2,52 | 60,52; 46,10 45,100",
        "20,0 0,58 | 62,56; 46,24 42,100",
        "4,0 2,30 13,47 32,47 48,36 | 52,0 | 48,100",
        "30,0 0,62 | 60,60; 42,38 40,100",
        "0,0 0,50 | 50,50; 50,0 50,100",
    ),
    5: (
        "8,0 4,42 | " + _FIVE_BELLY + "; 8,0 56,-2",
        "8,2 4,42 | " + _FIVE_BELLY + "; 18,-5 60,-9",
        "54,0 8,0 | 4,44 | " + _FIVE_BELLY,
        "56,2 14,1 | 8,40 | 38,42 56,63 46,91 22,100 0,93",
        "50,0 10,2 | 4,46 | 52,46 | 54,96 | 0,98",
    ),
    6: (
        "46,0 20,22 3,56 7,88 30,100 53,86 55,62 36,49 13,57 3,74",
        "54,12 40,0 20,9 4,42 2,74 14,96 36,99 54,84 53,62 34,50 12,58 3,72",
        "40,0 8,56 4,78 16,98 40,98 55,80 49,60 30,53 8,66",
        "44,0 18,26 2,62 8,90 30,100 52,88 54,66 40,54 24,60",
    ),
    7: (
        "0,2 58,0 | 22,100",
        "0,6 12,1 58,0 | 38,42 27,100",
        "0,2 58,0 | 22,100; 18,50 60,48",
        "2,16 0,0 | 60,0 | 24,100",
        "3,18 0,1 | 58,0 | 28,100; 16,52 62,46",
        "0,8 10,0 26,7 40,8 58,0 | 38,50 28,100",
        "0,0 50,0 | 46,100",
    ),
    8: (
        "46,12 30,0 10,7 8,25 27,45 48,62 54,82 31,100 6,86 8,65 28,47 48,28 46,12",
        "30,0 14,6 8,23 14,41 30,48 46,41 52,23 46,6 30,0; 30,48 9,56 2,74 9,93 30,100 51,93 58,74 51,56 30,48",
        "38,2 16,5 12,23 30,44 50,64 54,84 30,100 5,85 10,63 30,44 47,26 58,3",
        "50,16 36,1 14,5 10,22 28,42 46,58 54,78 40,98 14,97 3,80 14,60 36,42 52,22",
    ),
    9: (
        _NINE_HEAD + " | 48,100",
        _NINE_HEAD + " | 34,100",
        _NINE_HEAD + " | 54,54 48,88 26,100 2,90",
        "50,28 36,50 12,48 0,28 8,7 28,0 47,12 53,42 44,76 18,100",
        "28,0 8,8 0,25 8,43 26,50 44,42 50,25 46,8 28,0; 50,8 49,100",
        "46,6 24,0 4,14 2,36 20,48 40,38 48,8 | 47,60 42,100",
    ),
}


def template_strokes(label: int, rng: np.random.Generator) -> Strokes:
    """Draw one of the digit's skeletons with its control points moved at random: strokes (n, 2) in the unit box."""
    variants = _parse_skeletons(label)
    drawn = []
    for control, weights in variants[int(rng.integers(len(variants)))]:
        moved = control + rng.normal(0, CONTROL_DEVIATION, control.shape).astype(np.float32)
        drawn.append(weights @ moved)
    return fit_unit_box(drawn)


@cache
def _parse_skeletons(label: int) -> list[list[tuple[Stroke, npt.NDArray[np.float32]]]]:
    """Return for each variant and stroke the control points (k, 2) and the weights (n, k) that make a curve of them."""
    if label not in SKELETONS:
        raise ValueError(f"{label} is no digit")
    return [[_parse_stroke(stroke) for stroke in variant.split(";")] for variant in SKELETONS[label]]


def _parse_stroke(text: str) -> tuple[Stroke, npt.NDArray[np.float32]]:
    pieces = [
        [[float(part) / 100 for part in point.split(",")] for point in piece.split()] for piece in text.split("|")
    ]
    control = np.array([point for piece in pieces for point in piece], np.float32)
    # A closed loop stays closed: its last point is its first, wherever that wanders.
    closed = len(pieces) == 1 and len(control) > 3 and bool(np.array_equal(control[0], control[-1]))
    rows, first = [], 0
    for number, piece in enumerate(pieces):
        last = first + len(piece) - 1
        nodes = np.arange(first - (number > 0), last + 1)
        rows.append(_spline_weights(len(nodes), closed) @ np.eye(len(control), dtype=np.float32)[nodes])
        first = last + 1
    weights = np.concatenate(rows)
    if closed:
        weights[:, 0] += weights[:, -1]
        weights[:, -1] = 0
    return control, weights


def _spline_weights(count: int, closed: bool) -> npt.NDArray[np.float32]:
    """Return float32 (n, count): the Catmull-Rom spline through `count` points, as weights of the points."""
    nodes = np.eye(count)
    before = nodes[-2] if closed else 2 * nodes[0] - nodes[1]
    after = nodes[1] if closed else 2 * nodes[-1] - nodes[-2]
    padded = np.vstack((before, nodes, after))
    t = np.linspace(0, 1, SAMPLES_A_PIECE, endpoint=False)[:, np.newaxis]
    parts = [
        0.5 * ((2 * b) + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    ]
    return np.vstack((*parts, nodes[-1])).astype(np.float32)
