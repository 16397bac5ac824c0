"""Large pictures are made smaller first: a digit keeps far more than the 20 pixels that it needs."""

from __future__ import annotations

import cv2
import numpy as np

from model.preprocess.contrast import Grey

# The longest side that everything else works on.
WORKING_SIDE = 320


def reduce_picture(grey: Grey, side: int = WORKING_SIDE) -> tuple[Grey, int]:
    """Average blocks of a large picture until its longest side is at most `side`; return it and the factor.

    A whole factor, so that every block weighs the same; what does not fill a block at the right and at the bottom, less
    than one pixel of the result, is left out.
    """
    factor = -(-max(grey.shape) // side)
    height, width = grey.shape[0] // factor, grey.shape[1] // factor
    if factor == 1 or min(height, width) == 0:
        return grey, 1
    whole = grey[: height * factor, : width * factor]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8), factor
