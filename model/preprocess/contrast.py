"""Which grey levels of a picture are paper and which are ink.

Everything is read off a histogram of 256 bins, so the cost hardly depends on the size of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
# Whole numbers, as floats: NumPy sums and searches these without converting anything.
Histogram = npt.NDArray[np.float64]

# Levels of 255 between paper and ink below which nothing can be told apart from JPEG ripples and dust.
MIN_CONTRAST = 12
# Paper grain is taken for ink unless the ink stands out from it by this many standard deviations: parted in two, grain
# alone stands out from itself by four.
MIN_CONTRAST_IN_NOISE = 4.5
# In a small picture what looks like grain is mostly the edges of ink.
SMALL_SIDE, MIN_CONTRAST_IN_EDGES = 64, 2.0
# Grain up to this many standard deviations from the paper's level is wiped.
NOISE_MARGIN = 3.0
# The border of a picture, as a share of its shorter side.
BORDER_SHARE = 0.06
# Half of the pixels of a normal distribution lie within 1 / 1.4826 of a standard deviation.
MEDIAN_DEVIATION_TO_SIGMA = 1.4826

_LEVELS = np.arange(256, dtype=np.float32)
_WHOLE_LEVELS = np.arange(256, dtype=np.float64)
# How far each level is from level 255; from level 0 on the right.
_DISTANCES = np.abs(np.arange(-255, 256))


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

    def is_blank(self, shape: tuple[int, ...]) -> bool:
        """Whether what was taken for ink in a picture of that shape is no more than the paper's own unevenness."""
        least = MIN_CONTRAST_IN_NOISE if min(shape) >= SMALL_SIDE else MIN_CONTRAST_IN_EDGES
        return self.contrast < max(MIN_CONTRAST, least * self.noise)


def count_levels(grey: Grey) -> Histogram:
    """Count each grey level of a uint8 picture of any shape: float64 (256,)."""
    return cv2.calcHist([grey], [0], None, [256], [0.0, 256.0]).ravel().astype(np.float64)


def find_threshold(histogram: Histogram) -> int:
    """Return the level that best parts the histogram in two: the lower class is `<=` it.

    Otsu's method (IEEE Transactions on Systems, Man, and Cybernetics 9, 1979): the threshold with the largest
    variance between the classes. Between two far peaks many levels are equally good; their middle is taken.
    """
    count_below = histogram.cumsum()
    sum_below = (histogram * _WHOLE_LEVELS).cumsum()
    total = count_below[-1]
    spread = sum_below * total - sum_below[-1] * count_below
    variance = spread * spread / np.maximum(count_below * (total - count_below), 1.0)
    first, last = int(variance.argmax()), len(variance) - 1 - int(variance[::-1].argmax())
    return (first + last) // 2


def find_edge_level(grey: Grey) -> int:
    """Return the mean level of the picture's edges, each pixel weighted by the square of its gradient.

    Between ink and paper, however little ink there is, where Otsu's method parts the grain of the paper (after
    J. Kittler, J. Illingworth and J. Foeglein, Computer Vision, Graphics, and Image Processing 30, 1985).
    """
    # In whole numbers, which OpenCV computes in a third of the time.
    across, down = (cv2.Sobel(grey, cv2.CV_16S, *axis).astype(np.float32) for axis in ((1, 0), (0, 1)))
    across *= across
    down *= down
    weight = across + down
    total = float(weight.sum())
    weight *= grey.astype(np.float32)
    return int(float(weight.sum()) / total) if total else 127


def is_light_paper(grey: Grey, threshold: int) -> bool:
    """Tell dark ink on light paper from light ink on dark paper.

    Paper is what most of the border, most of the picture and most of its corners are made of. All three are asked, with
    equal weight, because a tight crop has ink on its border, a fat pen covers much of a small picture, and a fat digit
    in a tight crop leaves little more than corners.
    """
    light = cv2.threshold(grey, threshold, 1, cv2.THRESH_BINARY)[1]
    # A frame around a board is thinner than this.
    depth = max(1, int(BORDER_SHARE * min(grey.shape)))
    inner = light[depth:-depth, depth:-depth]
    all_light = cv2.countNonZero(light)
    on_border = (all_light - cv2.countNonZero(inner)) / max(1, light.size - inner.size)
    sides = light[:depth], light[-depth:]
    in_corners = sum(cv2.countNonZero(side[:, :depth]) + cv2.countNonZero(side[:, -depth:]) for side in sides)
    return on_border + all_light / light.size + in_corners / (4 * depth * depth) > 1.5


def measure_levels(histogram: Histogram, threshold: int) -> Levels:
    """Measure paper, ink and noise in the histogram of a picture whose ink is brighter than its paper.

    The ink's level is the 90th percentile of its pixels, because anti-aliased edges are darker than solid ink.
    """
    first = threshold + 1
    cumulative = histogram.cumsum()
    of_paper, of_ink = cumulative[:first], cumulative[first:] - cumulative[threshold]
    paper = find_percentile(of_paper, 0.5)
    deviations = np.bincount(_DISTANCES[255 - paper : 255 - paper + first], histogram[:first])
    noise = MEDIAN_DEVIATION_TO_SIGMA * find_percentile(deviations.cumsum(), 0.5)
    ink = first + find_percentile(of_ink, 0.9) if of_ink.size and of_ink[-1] else paper
    return Levels(paper=float(paper), ink=float(ink), noise=noise)


def stretch_to_ink(grey: Grey, levels: Levels) -> Grey:
    """Map paper and its grain to 0 and ink to 255, with the grey levels of anti-aliased edges kept between."""
    table = np.rint((_LEVELS - levels.paper) * (255.0 / levels.contrast))
    table[: int(levels.paper + min(NOISE_MARGIN * levels.noise, 0.5 * levels.contrast)) + 1] = 0.0
    return np.asarray(cv2.LUT(grey, np.minimum(table, 255.0).astype(np.uint8)), np.uint8)


def find_percentile(cumulative: npt.NDArray[np.int64] | npt.NDArray[np.float64], share: float) -> int:
    """Return the bin in which `share` of all is reached, given how much lies in each and all before it."""
    return int(cumulative.searchsorted(share * cumulative[-1]))
