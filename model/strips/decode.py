"""From columns to the digits of a line, and how likely they all are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.calibrate import compute_softmax
from model.strips.beam import find_likeliest
from model.strips.network import CLASSES, STRIDE

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ColumnDigit:
    """A digit in a strip: ten probabilities that sum to 1, and its left and right side in the strip's pixels."""

    digit: int
    probabilities: npt.NDArray[np.float64]
    left: float
    right: float


def decode_columns(columns: Floats) -> list[ColumnDigit]:
    """Read columns (COLUMNS, CLASSES + SIDES): the digits of the likeliest line."""
    shares = compute_shares(columns)
    digits = []
    for found, column, _ in find_likeliest(shares):
        of_digits = shares[column, 1:]
        middle, (to_left, to_right) = STRIDE * (column + 0.5), columns[column, CLASSES:].tolist()
        digits.append(ColumnDigit(found - 1, of_digits / of_digits.sum(), middle - to_left, middle + to_right))
    return digits


def measure_likelihood(columns: Floats, digits: Sequence[int]) -> float:
    """Return the probability of a number by columns (COLUMNS, CLASSES + SIDES): of all ways to write it into them.

    The forward variables of connectionist temporal classification, A. Graves and others, ICML 2006.
    """
    states = np.zeros(2 * len(digits) + 1, np.intp)
    states[1::2] = np.array(digits, np.intp) + 1
    steps = np.eye(len(states)) + np.eye(len(states), k=1)
    # What is nothing between two digits may be left out, but not between twice the same.
    steps[np.arange(1, len(states) - 2, 2), np.arange(3, len(states), 2)] = states[1:-2:2] != states[3::2]
    emitted = compute_shares(columns)[:, states]
    forward = np.where(np.arange(len(states)) < 2, emitted[0], 0.0)
    for column in emitted[1:]:
        forward = forward @ steps * column
    return float(forward[-2:].sum())


def compute_shares(columns: Floats) -> npt.NDArray[np.float64]:
    """Return the probabilities (COLUMNS, CLASSES) of columns."""
    return compute_softmax(columns[:, :CLASSES].astype(np.float64))
