"""Templates: digits drawn from their skeletons, as no hand wrote them."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from model.simulate.skeletons import SKELETONS
from model.simulate.strokes import Stroke, StrokeDigit, Strokes, fit_unit_box

# How far each control point of a skeleton may wander: enough for a new hand, too little to change the digit.
CONTROL_DEVIATION = 0.018
SAMPLES_A_PIECE = 10
WRITER = "template"


def template_digit(rng: np.random.Generator) -> StrokeDigit:
    """Draw one of the ten digits, each equally often, as `template_strokes` does."""
    label = int(rng.integers(10))
    return StrokeDigit(label, WRITER, template_strokes(label, rng))


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
