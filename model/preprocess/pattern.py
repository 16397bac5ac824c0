"""Paper of two levels, as the squares with which paint programs show that there is none."""

from __future__ import annotations

import numpy as np

from model.preprocess.contrast import Grey, Histogram, count_levels

# Each of both levels has at least this share of the picture's pixels.
COMMON = 0.2
# At least this share of the pixels is lighter or darker than both, by more than they differ: the ink.
INK = 0.003


def smooth_pattern(grey: Grey, histogram: Histogram) -> tuple[Grey, Histogram]:
    """Return a picture, and its histogram, whose paper has one level where it had two and what lies between.

    That level is the one that is further from the ink.
    """
    low, high = sorted(np.argpartition(histogram, -2)[-2:].tolist())
    if min(histogram[low], histogram[high]) < COMMON * grey.size:
        return grey, histogram
    darker, lighter = histogram[: max(0, 2 * low - high)].sum(), histogram[2 * high - low + 1 :].sum()
    if max(darker, lighter) < INK * grey.size:
        return grey, histogram
    even = grey.copy()
    even[(grey >= low) & (grey <= high)] = high if darker > lighter else low
    return even, count_levels(even)
