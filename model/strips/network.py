"""The strip reader's network, Keras 3 layers alone: a strip of a picture becomes columns, each of a digit or of none.

After B. Shi, X. Bai and C. Yao, CRNN, arXiv 1507.05717, with dilated convolutions along the line for its recurrence.
"""

from __future__ import annotations

from typing import Any

from model.layers import convolve, refine

# Sides of a strip in pixels, what each pixel has (level, ink, seam), how many pixels a column stands for, and columns.
HEIGHT, WIDTH, CHANNELS, STRIDE = 32, 256, 3, 2
COLUMNS = WIDTH // STRIDE
# A column is nothing (class 0) or the digit of its class less one, and tells how far it is to that digit's sides.
CLASSES, SIDES = 11, 2
FILTERS, CONTEXT = (24, 56, 80), 112
DILATIONS = (1, 2, 4, 1, 2)


def build_strip_reader() -> Any:
    """Build an untrained keras.Model: float32 (n, HEIGHT, WIDTH, CHANNELS) → (n, COLUMNS, CLASSES + SIDES).

    Of each column the logits of its classes, and the pixels from its middle to a digit's left and right side.
    """
    import keras

    first, second, third = FILTERS
    strips = keras.Input((HEIGHT, WIDTH, CHANNELS), name="strips")
    x = convolve(strips, first, side=5, strides=2)
    for filters, strides in ((second, 2), (third, (2, 1))):
        x = refine(convolve(convolve(x, filters, strides=strides), filters), filters)
    x = refine(x, third)
    x = keras.layers.ZeroPadding2D(((0, 0), (1, 1)))(x)
    x = convolve(x, CONTEXT, side=(4, 3), padding="valid")
    for dilation in DILATIONS:
        x = refine(x, CONTEXT, side=(1, 3), dilation_rate=(1, dilation))
    # Each place of these has two columns: half as wide, all before them is half as dear.
    x = keras.layers.Conv2D(2 * (CLASSES + SIDES), 1)(x)
    columns = keras.layers.Reshape((COLUMNS, CLASSES + SIDES), name="columns")(x)
    return keras.Model(strips, columns, name="strip_reader")
