"""Which grey levels of a picture are paper and which are ink.

Everything is read off a histogram of 256 bins, so the cost hardly depends on the size of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Histogram = npt.NDArray[np.int64]

# Levels of 255 between paper and ink below which nothing can be told apart from JPEG ripples and dust.
MIN_CONTRAST = 20
# ... and below which a person should be told that the picture is faint.
LOW_CONTRAST = 64
# Paper grain is taken for ink unless the ink stands out from it by this many standard deviations.
MIN_CONTRAST_IN_NOISE = 4.0
# Grain up to this many standard deviations from the paper's level is wiped.
NOISE_MARGIN = 3.0
# The ink's box ends where the ink is fainter than this share of the contrast.
BOX_SHARE = 0.18
# Half of the pixels of a normal distribution lie within 1 / 1.4826 of a standard deviation.
MEDIAN_DEVIATION_TO_SIGMA = 1.4826

_LEVELS = np.arange(256, dtype=np.float32)
_COUNTED_LEVELS = np.arange(256)


@dataclass(frozen=True)
class Levels:
    """Grey levels in a picture where ink is brighter than paper; all in 0 to 255.

    `paper` and `ink` are typical values of each, `noise` the standard deviation of the paper.
    """

    paper: float
    ink: float
    noise: float

    @property
    def contrast(self) -> float:
        """How far ink stands out from paper, in grey levels."""
        return self.ink - self.paper

    @property
    def is_blank(self) -> bool:
        """Whether what was taken for ink is no more than the paper's own unevenness."""
        return self.contrast < max(MIN_CONTRAST, MIN_CONTRAST_IN_NOISE * self.noise)

    @property
    def box_floor(self) -> float:
        """Pixels above this level count as ink when the ink's box is sought."""
        return self.paper + max(NOISE_MARGIN * self.noise, BOX_SHARE * self.contrast)


def count_levels(grey: Grey) -> Histogram:
    """Count each grey level of a uint8 picture of any shape: int64 (256,)."""
    return np.bincount(grey.ravel(), minlength=256)


def find_threshold(histogram: Histogram) -> int:
    """Return the level that best parts the histogram in two: the lower class is `<=` it.

    Otsu's method (IEEE Transactions on Systems, Man, and Cybernetics 9, 1979): the threshold with the largest
    variance between the classes. Between two far peaks many levels are equally good; their middle is taken.
    """
    count_below = histogram.cumsum(dtype=np.float64)
    sum_below = (histogram * _COUNTED_LEVELS).cumsum(dtype=np.float64)
    total = count_below[-1]
    count_above = total - count_below
    spread = sum_below * total - sum_below[-1] * count_below
    variance = spread * spread / np.maximum(count_below * count_above, 1.0)
    best = np.flatnonzero(variance >= variance.max())
    return int(best[0] + best[-1]) // 2


def is_light_paper(grey: Grey, threshold: int) -> bool:
    """Tell dark ink on light paper from light ink on dark paper.

    Paper is what most of the border and most of the picture is made of. Both are asked, with equal weight, because
    a tight crop has ink on its border, and a fat pen covers much of a small picture.
    """
    border = (grey[0], grey[-1], grey[:, 0], grey[:, -1])
    light_on_border = sum(int(np.count_nonzero(side > threshold)) for side in border) / sum(map(len, border))
    light_overall = int(np.count_nonzero(grey > threshold)) / grey.size
    return light_on_border + light_overall > 1.0


def measure_levels(histogram: Histogram, threshold: int) -> Levels:
    """Measure paper, ink and noise in the histogram of a picture whose ink is brighter than its paper.

    The ink's level is the 90th percentile of its pixels, because anti-aliased edges are darker than solid ink.
    """
    paper_part = histogram[: threshold + 1]
    paper = _percentile(paper_part, 0.5)
    distance = np.abs(_COUNTED_LEVELS[: threshold + 1] - paper)
    deviations = np.bincount(distance, weights=paper_part, minlength=1)
    noise = MEDIAN_DEVIATION_TO_SIGMA * _percentile(deviations, 0.5)
    ink_part = histogram[threshold + 1 :]
    ink = threshold + 1 + _percentile(ink_part, 0.9) if ink_part.any() else paper
    return Levels(paper=float(paper), ink=float(ink), noise=noise)


def stretch_to_ink(grey: Grey, levels: Levels) -> Grey:
    """Map paper and its grain to 0 and ink to 255, with the grey levels of anti-aliased edges kept between."""
    table = np.rint((_LEVELS - levels.paper) * (255.0 / levels.contrast))
    table[: int(levels.paper + NOISE_MARGIN * levels.noise) + 1] = 0.0
    stretched: Grey = np.minimum(table, 255.0).astype(np.uint8)[grey]
    return stretched


def _percentile(counts: npt.NDArray[np.int64] | npt.NDArray[np.float64], share: float) -> int:
    """Return the bin in which `share` of all counts is reached."""
    cumulative = counts.cumsum()
    return int(cumulative.searchsorted(share * cumulative[-1]))
