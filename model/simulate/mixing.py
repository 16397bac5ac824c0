"""Hands between and somewhat beyond those that we have: what lies between two people's ways to write a digit.

New examples along the line through two of one class, after N. V. Chawla and others, SMOTE, Journal of Artificial
Intelligence Research 16, 2002; here of pen strokes, whose points correspond by how far along the stroke they lie.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.simulate.strokes import Stroke, StrokeDigit, Strokes, fit_unit_box

# Points a stroke: with fewer, corners are cut off.
POINTS = 48
# Strokes whose points are farther apart on average, in the digit's longer side, are other ways to write: nothing that
# lies between them is written by anybody.
FARTHEST = 0.22
# How far beyond the two hands, of what parts them: a small head of a nine gets smaller, and at 0.4 some are gone.
BEYOND = 0.25
# How many others are tried before a digit stays as it was written.
TRIES = 3


def mix_hands(digit: StrokeDigit, others: Sequence[StrokeDigit], rng: np.random.Generator) -> StrokeDigit:
    """Write `digit`, as large as it was, as between its writer and one of `others`, which have its label.

    As it is, where none that is drawn has about the same strokes in the same order.
    """
    size = np.float32(np.ptp(np.concatenate(digit.strokes), axis=0).max())
    for index in rng.integers(len(others), size=TRIES).tolist():
        mixed = _mix(digit.strokes, others[index].strokes, rng.uniform(-BEYOND, 1 + BEYOND))
        if mixed is not None:
            return StrokeDigit(digit.label, digit.writer, tuple(stroke * size for stroke in mixed))
    return digit


def _mix(one: Strokes, other: Strokes, part: float) -> Strokes | None:
    """Return strokes about the unit box, those of `one` for a `part` of 0, or None if they do not correspond."""
    if len(one) != len(other):
        return None
    first, second = (np.stack([_sample(stroke) for stroke in fit_unit_box(strokes)]) for strokes in (one, other))
    # Some draw a bar from the right.
    ahead, back = (np.abs(first - way).sum(axis=(1, 2)) for way in (second, second[:, ::-1]))
    second = np.where((ahead <= back)[:, np.newaxis, np.newaxis], second, second[:, ::-1])
    if float(np.hypot(*np.moveaxis(first - second, -1, 0)).mean()) > FARTHEST:
        return None
    return tuple(first + np.float32(part) * (second - first))


def _sample(stroke: Stroke) -> Stroke:
    """Return POINTS points, evenly along a stroke; a dot is all of them."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))))
    at = np.linspace(0.0, along[-1], POINTS)
    return np.stack([np.interp(at, along, stroke[:, axis]) for axis in (0, 1)], axis=1).astype(np.float32)
