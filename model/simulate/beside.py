"""What stands beside a number and is no part of it: a letter, a word, a unit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from model.simulate.noise import choose, digit_height
from model.simulate.nondigits import NondigitMaker
from model.simulate.scene import Coverage, Ink

# Kinds of non-digits that nobody takes for a digit even where digits stand beside them.
KINDS: Mapping[str, float] = {"letter": 0.5, "printed": 0.2, "word": 0.3}
# Its height, how far it is away, and how much higher or lower its middle is, all in heights of a digit.
HEIGHTS, GAPS, SHIFTS = (0.5, 1.3), (0.2, 1.5), (-0.3, 0.3)


def add_beside(number: Ink, nondigits: NondigitMaker, rng: np.random.Generator) -> Ink:
    """Write a letter or a word to the left or to the right of a number's ink."""
    height = digit_height(number)
    kind = choose(KINDS, rng)
    other = nondigits.make_kind(kind, rng, max(8, round(height * rng.uniform(*HEIGHTS)))).coverage
    gap = round(height * rng.uniform(*GAPS))
    shift = round(height * rng.uniform(*SHIFTS) + (number.coverage.shape[0] - other.shape[0]) / 2)
    return _join(number, other, gap, shift, left=bool(rng.random() < 0.5))


def _join(number: Ink, other: Coverage, gap: int, shift: int, left: bool) -> Ink:
    """Put `other` so many pixels away from the number, its top so many under the number's."""
    (tall, wide), (other_tall, other_wide) = number.coverage.shape, other.shape
    top, other_top = max(0, -shift), max(0, shift)
    start, other_start = (other_wide + gap, 0) if left else (0, wide + gap)
    coverage = np.zeros((max(top + tall, other_top + other_tall), wide + gap + other_wide), np.float32)
    owner = np.zeros(coverage.shape, np.uint8)
    coverage[top : top + tall, start : start + wide] = number.coverage
    owner[top : top + tall, start : start + wide] = number.owner
    coverage[other_top : other_top + other_tall, other_start : other_start + other_wide] = other
    return Ink(coverage, owner, number.labels, number.lines)
