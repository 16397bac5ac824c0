"""Spatter (after ImageNet-C, arXiv 1903.12261), stripe, dotted line and zigzag of MNIST-C (arXiv 1906.02337)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from model.mnist_c.digit import SIDE, Digit, Shares, blur, to_digit, to_shares

# Severity 4 of five. Drops: mean and deviation of noise, its blur in pixels, and above which level it is wet.
SPATTER_MEAN, SPATTER_DEVIATION, SPATTER_SIGMA, SPATTER_LEVEL = 0.65, 0.3, 1.0, 0.65
# ... the blur of the drops' outline, the least that shows of it, and the mud's grey.
SPATTER_SOFTNESS, SPATTER_LEAST, MUD = 1.5, 0.8, 63 / 255
# Columns from and up to which stripes are inverted.
STRIPE_LEFT, STRIPE_RIGHT = 7, 21
# Rows beyond which no ink of a line is left.
LINE_REACH = 2.3
DOT = 2
# Lines begin at rows 0 to 26.
LINE_ROWS = 27
# A zigzag: first and last column, how far its end may be above or below its start, half the width of a tooth, height.
ZIGZAG_LEFT, ZIGZAG_RIGHT, ZIGZAG_DROP = 2, 25, 5
TOOTH_WIDTH, TOOTH_HEIGHT = 2.0, 2.0


def spatter(digit: Digit, rng: np.random.Generator) -> Digit:
    """Throw mud, dark grey, on uint8 (28, 28): where blurred noise is above a level, with soft outlines."""
    noise = rng.normal(SPATTER_MEAN, SPATTER_DEVIATION, digit.shape)
    wet = blur(noise, SPATTER_SIGMA, SPATTER_SIGMA) > SPATTER_LEVEL
    drops = blur(wet.astype(np.float64), SPATTER_SOFTNESS, SPATTER_SOFTNESS)
    drops[drops < SPATTER_LEAST] = 0
    return to_digit(to_shares(digit) * (1 - drops) + MUD * drops)


def stripe(digit: Digit, _rng: np.random.Generator) -> Digit:
    """Invert the seven leftmost and the seven rightmost columns of uint8 (28, 28); nothing is random."""
    striped = 255 - digit
    striped[:, STRIPE_LEFT:STRIPE_RIGHT] = digit[:, STRIPE_LEFT:STRIPE_RIGHT]
    return striped


def dotted_line(digit: Digit, rng: np.random.Generator) -> Digit:
    """Draw a line from the left to the right of uint8 (28, 28), of which every other two columns are left out."""
    first, last = rng.integers(0, LINE_ROWS, 2)
    line = draw_line((0, first), (SIDE - 1, last))
    line[:, np.arange(SIDE) // DOT % 2 == 0] = 0
    return to_digit(to_shares(digit) + line)


def zigzag(digit: Digit, rng: np.random.Generator) -> Digit:
    """Draw a zigzag of white from the left to the right of uint8 (28, 28), nearly level."""
    top = int(rng.integers(0, LINE_ROWS))
    corners = find_corners(top, int(rng.integers(-ZIGZAG_DROP, ZIGZAG_DROP)))
    shares = to_shares(digit)
    for start, end in pairwise(corners):
        shares += draw_line(start, end)
    return to_digit(shares)


def find_corners(top: int, drop: int) -> Shares:
    """Return float64 (count, 2): column and row of a zigzag's corners; it starts at row `top` and falls by `drop`."""
    angle = np.arctan2(drop, ZIGZAG_RIGHT - ZIGZAG_LEFT)
    length = (ZIGZAG_RIGHT - ZIGZAG_LEFT) / np.cos(angle)
    along = np.arange(TOOTH_WIDTH, length, 2 * TOOTH_WIDTH)
    aside = TOOTH_HEIGHT * (-1.0) ** np.arange(len(along))
    # The last corner is the original's; it lies about on the line, where the tooth that does not fit is broken off.
    rest = length % (2 * TOOTH_WIDTH)
    along, aside = np.array([0, *along, length]), np.array([0, *aside, aside[-1] / (2 * rest)])
    columns = ZIGZAG_LEFT + along * np.cos(angle) - aside * np.sin(angle)
    return np.column_stack((columns, top + along * np.sin(angle) + aside * np.cos(angle)))


def draw_line(start: npt.ArrayLike, end: npt.ArrayLike) -> Shares:
    """Draw white ink float64 (28, 28) from `start` to `end`, each (column, row), the first further to the left.

    Ink thins out with the distance d along the column: 1 + log(1 - d / 2.3), which is 0 from 1.45 pixels on.
    """
    (left, first), (right, last) = np.asarray(start, float), np.asarray(end, float)
    columns = np.arange(SIDE)
    rows = first + (last - first) / (right - left) * (columns - left)
    distance = np.abs(np.arange(SIDE)[:, np.newaxis] - rows)
    ink = 1 + np.log(1 - np.minimum(distance / LINE_REACH, 1 - 1e-9))
    ink[:, (columns < np.floor(left)) | (columns >= np.ceil(right))] = 0
    return np.asarray(np.maximum(ink, 0), np.float64)
