"""The likeliest line in columns: of all the ways to write digits into them, those of one number count together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

# So many beginnings of a line are followed, and in each column the classes with at least so much probability.
FOLLOWED, LEAST = 8, 1e-3


class Place(NamedTuple):
    """A digit of a line: its class, which is never 0, and the column in which it has its largest share."""

    found: int
    column: int
    share: float


@dataclass
class Beginning:
    """A beginning of a line: the probabilities of all ways to it that end with nothing, and with its last digit."""

    nothing: float = 0.0
    digit: float = 0.0
    likeliest: float = 0.0
    digits: tuple[Place, ...] = ()

    @property
    def probability(self) -> float:
        """That of all ways to it."""
        return self.nothing + self.digit

    def add(self, digits: tuple[Place, ...], *, nothing: float = 0.0, digit: float = 0.0) -> None:
        """Add ways to it, and keep where the digits are in the likeliest of them."""
        if nothing + digit > self.likeliest:
            self.likeliest, self.digits = nothing + digit, digits
        self.nothing += nothing
        self.digit += digit


def find_likeliest(shares: npt.NDArray[np.float64]) -> tuple[Place, ...]:
    """Return the digits of the likeliest line in the probabilities (columns, classes) of columns, class 0 being none.

    Prefix beam search: A. Hannun and others, arXiv 1408.2873, without their language model.
    """
    beginnings = [Beginning(nothing=1.0)]
    for column, of_column in enumerate(shares):
        beginnings = _go_on(beginnings, column, of_column)
    return beginnings[0].digits


def _go_on(beginnings: Iterable[Beginning], column: int, shares: npt.NDArray[np.float64]) -> list[Beginning]:
    """Go on to the next column; return the likeliest beginnings, the first one before all others."""
    longer: defaultdict[tuple[int, ...], Beginning] = defaultdict(Beginning)
    likely = [(found, float(shares[found])) for found in np.flatnonzero(shares >= LEAST).tolist()]
    for known in beginnings:
        classes = tuple(digit.found for digit in known.digits)
        for found, share in likely:
            if found == 0:
                longer[classes].add(known.digits, nothing=known.probability * share)
                continue
            here, before = Place(found, column, share), known.probability
            if classes and classes[-1] == found:
                # The same digit goes on; another one follows after nothing alone.
                last = max(known.digits[-1], here, key=lambda digit: digit.share)
                longer[classes].add((*known.digits[:-1], last), digit=known.digit * share)
                before = known.nothing
            longer[(*classes, found)].add((*known.digits, here), digit=before * share)
    return sorted(longer.values(), key=lambda each: -each.probability)[:FOLLOWED]
