"""As many different pictures as a test wants, each with the number that it shows."""

from functools import cache

import numpy as np

from tests.support.pictures import Tile, encode, load_known_digits

MARGINS = 12
"""A margin of 0 to 11 pixels on each of four sides: 20 digits make 414,720 pictures (8,000 tried: all read right)."""


@cache
def _load() -> list[tuple[Tile, str]]:
    return load_known_digits()


def make_picture(place: int) -> tuple[bytes, str]:
    """Make the picture of that place in the sequence, as PNG, and tell its number."""
    digits = _load()
    rest, digit = divmod(place, len(digits))
    margins = []
    for _ in range(4):
        rest, margin = divmod(rest, MARGINS)
        margins.append(margin)
    left, right, above, below = margins
    tile, number = digits[digit]
    return encode(np.pad(tile, ((above, below), (left, right)))), number
