"""What is made of one digit and is none: a piece of it, or the digit turned or shuffled."""

from __future__ import annotations

import numpy as np

from model.simulate.digits import DigitMaker
from model.simulate.fragments import (
    CUTS,
    SHUFFLED,
    TURNS,
    cut_digit,
    has_loop,
    is_safe,
    shuffle_digit,
    turn_digit,
)
from model.simulate.scene import Coverage, Ink
from model.simulate.tiles import crop_ink


def make_piece(digits: DigitMaker, rng: np.random.Generator, height: float) -> Ink:
    """Make the ink of a piece of a digit that is `height` pixels high; what might still be read is made anew."""
    while True:
        digit = digits.make(rng, height)
        piece = _change(digit.labels[0], digit.coverage, rng)
        if piece is not None and is_safe(piece):
            coverage = crop_ink(piece)
            return Ink(coverage, np.zeros(coverage.shape, np.uint8))


def _change(label: int, coverage: Coverage, rng: np.random.Generator) -> Coverage | None:
    """Cut, turn or shuffle a digit by lot; None if the tables of fragments don't have it, or a whole loop is left."""
    kind = rng.integers(3)
    if kind == 0 and label in CUTS:
        piece = cut_digit(coverage, CUTS[label][rng.integers(len(CUTS[label]))], rng)
        return None if has_loop(piece) else piece
    if kind == 1 and label in TURNS:
        return turn_digit(coverage, TURNS[label][rng.integers(len(TURNS[label]))])
    return shuffle_digit(coverage, rng) if kind == 2 and label in SHUFFLED else None
