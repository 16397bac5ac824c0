"""Fit which look to prefer, and how far to believe it, by looks at pictures whose number is known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.belief.believe import Belief, Floats
from model.belief.examples import Looks
from model.belief.facts import FACTS
from model.calibrate import compute_chances

# Of what people send, less is no digit than of the pictures that this is fitted on: so much such a one counts.
NONE_WEIGHT = 0.1
# Which digit a lone one is the CNN knows better, which sees it larger: of boards with thick pens 1 of 100 more would be
# misread.
NOT_PREFERRED = "likely_alone"
# Newton's method is there long before so many steps.
STEPS = 25
# How much speaks against each weight's being far from 0.
RIDGE = 1e-3


def fit_belief(looks: Looks) -> Belief:
    """Fit first what to prefer, by pairs of looks at one picture of which one is right, then how far to believe it.

    Preferring by pairs is R. A. Bradley's and M. E. Terry's model (Biometrika 39, 1952).
    """
    pairs, weights = _pair_looks(looks)
    pairs[:, FACTS.index(NOT_PREFERRED)] = 0.0
    preferred = _regress(pairs, np.ones(len(pairs)), weights)
    best = find_best(looks, preferred)
    rows = np.column_stack([np.ones(len(best)), looks.facts[best]])
    weights = np.where(looks.is_digit[best], 1.0, NONE_WEIGHT)
    begin, *believed = _regress(rows, looks.right[best].astype(np.float64), weights)
    return Belief(preferred, float(begin), np.array(believed))


def find_best(looks: Looks, preferred: Floats) -> npt.NDArray[np.intp]:
    """Return which look at each picture is preferred, by what each fact adds (10,)."""
    order = np.lexsort((looks.facts @ preferred, looks.picture))
    is_last = np.append(np.diff(looks.picture[order]) > 0, True)
    return np.asarray(order[is_last])


def _pair_looks(looks: Looks) -> tuple[Floats, Floats]:
    """Return by how much the facts of right looks differ from those of wrong ones at the same picture (m, 10).

    And weights (m,): all pairs of a picture together have 1.
    """
    pairs = [np.zeros((0, looks.facts.shape[1]))]
    for number in np.unique(looks.picture):
        mine = looks.picture == number
        right, wrong = looks.facts[mine & looks.right], looks.facts[mine & ~looks.right]
        pairs.append((right[:, np.newaxis] - wrong).reshape(-1, looks.facts.shape[1]))
    counts = np.array([len(each) for each in pairs])
    return np.concatenate(pairs), np.repeat(1.0 / np.maximum(counts, 1), counts)


def _regress(rows: Floats, right: Floats, weights: Floats) -> Floats:
    """Return what each fact of rows (n, k) adds to the log odds of being right (n,), 0 or 1, by Newton's method."""
    found = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = compute_chances(rows @ found)
        slope = rows.T @ (weights * (right - chance)) - RIDGE * found
        curve = (rows * (weights * chance * (1.0 - chance))[:, np.newaxis]).T @ rows + RIDGE * np.eye(len(found))
        found = found + np.linalg.solve(curve, slope)
    return found
