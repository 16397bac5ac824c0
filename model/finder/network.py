"""The finder's network, Keras 3 layers alone: down to a 32nd of the picture for context, and up again for detail.

After O. Ronneberger, P. Fischer and T. Brox, U-Net, arXiv 1505.04597, with sums instead of concatenations, and with
marks between neighbours, as theirs between cells.
"""

from __future__ import annotations

from typing import Any

from model.layers import convolve, refine

# The sides of what it reads, in pixels, and how many it gives for each: ink, and seams between digits.
SIDE, MARKS = 192, 2
# Filters at a half, a quarter, an eighth, and less, of the side.
FILTERS = (16, 32, 48, 64)


def build_finder() -> Any:
    """Build an untrained keras.Model: float32 (n, SIDE, SIDE, 1) as `canvas` makes it → logits (n, SIDE, SIDE, 2)."""
    import keras

    half, quarter, eighth, rest = FILTERS
    pictures = keras.Input((SIDE, SIDE, 1), name="pictures")
    at_half = convolve(pictures, half, side=5, strides=2)
    at_quarter = convolve(convolve(at_half, quarter, strides=2), quarter)
    at_eighth = refine(convolve(convolve(at_quarter, eighth, strides=2), eighth), eighth)
    at_16th = convolve(convolve(at_eighth, rest, strides=2), rest)
    x = refine(convolve(at_16th, rest, strides=2), rest)
    for finer, filters in ((at_16th, rest), (at_eighth, eighth), (at_quarter, quarter), (at_half, half)):
        x = keras.layers.UpSampling2D(2)(keras.layers.Conv2D(filters, 1)(x))
        x = convolve(keras.layers.Add()([x, finer]), filters)
        if filters >= quarter:
            x = refine(x, filters)
    logits = keras.layers.Conv2DTranspose(MARKS, 4, strides=2, padding="same", name="logits")(x)
    return keras.Model(pictures, logits, name="finder")
