"""The darker part of the ink, without rulings, shadows and tables that are fainter than the pen.

These reach the sides of a picture. Where the fainter part of the ink does not, it is the pen's own.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from model.preprocess import contrast
from model.preprocess.contrast import Grey
from model.preprocess.ink import Ink

# From this share of the least strength that is kept on, soft edges of strokes are kept, too.
SOFT_EDGE = 0.85
# The strongest ink is parted from nothing.
MOST = 250


def keep_darker(ink: Ink) -> Ink | None:
    """Return the darker of two classes of the ink's pixels, if it reaches fewer sides of the picture than all ink."""
    inked = ink.strength[ink.mask > 0]
    least = contrast.find_threshold(contrast.count_levels(inked))
    mask = np.asarray(cv2.threshold(ink.strength, least, 1, cv2.THRESH_BINARY)[1], np.uint8)
    if least >= MOST or count_sides(mask) >= count_sides(ink.mask):
        return None
    edge = SOFT_EDGE * least
    levels = contrast.Levels(paper=edge, ink=255.0, noise=0.0)
    return replace(ink, strength=contrast.stretch_to_ink(ink.strength, levels), mask=mask)


def count_sides(mask: Grey) -> int:
    """Count the sides of a picture (height, width) that ink, 1 in it, touches."""
    return sum(bool(side.any()) for side in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))
