"""From a grey picture to its ink alone: 0 where there is none, 255 where a pen covered the paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from model.preprocess import contrast, light
from model.preprocess.contrast import Grey

# A pixel belongs to the ink from this share of the contrast on: low where paper is even, for the sake of thin strokes.
EVEN_SHARE = 0.28
UNEVEN_SHARE = 0.4
# A picture that nobody photographed or scanned has this share of its pixels in its two most frequent levels.
FLAT_SHARE = 0.7
# Half of a stroke's width is at most so many times its mean depth, and this share of the picture's longest side; more
# in pictures of less than so many pixels, which are close crops more often than photographs.
MAX_DEPTH_RATIO, MAX_HALF_WIDTH = 4.0, 0.14
SMALL_SIDE, MAX_HALF_WIDTH_SMALL = 64, 0.25


@dataclass(frozen=True)
class Ink:
    """`strength` is uint8 (height, width), `mask` uint8 of the same shape with 1 for ink.

    `contrast` is how far ink stood out from paper, in grey levels of 255, before it was stretched.
    """

    strength: Grey
    mask: Grey
    contrast: float


def find_ink(grey: Grey) -> Ink | None:
    """Find the ink in a picture of any polarity and light; None if there is no more than the paper's grain.

    Drawings have one paper, and one threshold for the whole picture keeps the strokes' edges best. From photographs the
    light is taken out before. Small pictures are close crops more often than photographs. If a pen cannot have made
    what the one way finds, the other one is tried.
    """
    histogram = contrast.count_levels(grey)
    if is_flat(histogram, grey.size):
        return _find_even(grey, histogram)
    ways = [partial(_find_even, grey, histogram), partial(_find_uneven, grey)]
    found = []
    for find in ways if max(grey.shape) < SMALL_SIDE else reversed(ways):
        ink = find()
        if ink is not None and looks_written(ink.mask):
            return ink
        found.append(ink)
    return found[0] or found[1]


def is_flat(histogram: contrast.Histogram, pixels: int) -> bool:
    """Tell a drawing from a photograph: most of its pixels have one of two levels."""
    return int(np.partition(histogram, -2)[-2:].sum()) >= FLAT_SHARE * pixels


def looks_written(mask: Grey) -> bool:
    """Tell whether a pen can have made a mask (height, width): its strokes are about equally wide, and not too wide.

    The depth of a pixel is its distance to the outline; across a stroke its mean is half of its largest value.
    """
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    deepest = float(depth.max())
    inked = int(np.count_nonzero(mask))
    mean = float(depth.sum()) / max(inked, 1)
    side = max(mask.shape)
    widest = MAX_HALF_WIDTH if side >= SMALL_SIDE else MAX_HALF_WIDTH_SMALL
    return deepest <= widest * side and deepest <= MAX_DEPTH_RATIO * mean + 1.0


def _find_even(grey: Grey, histogram: contrast.Histogram) -> Ink | None:
    threshold = contrast.find_threshold(histogram)
    if contrast.is_light_paper(grey, threshold):
        grey, histogram, threshold = 255 - grey, histogram[::-1], 254 - threshold
    return _stretch(grey, contrast.measure_levels(histogram, threshold), EVEN_SHARE)


def _find_uneven(grey: Grey) -> Ink | None:
    flat = light.flatten_light(grey)
    threshold = contrast.find_edge_level(flat)
    return _stretch(flat, contrast.measure_levels(contrast.count_levels(flat), threshold), UNEVEN_SHARE)


def _stretch(grey: Grey, levels: contrast.Levels, share: float) -> Ink | None:
    """Map paper to 0 and ink to 255, and mark what counts as ink."""
    if levels.is_blank(grey.shape):
        return None
    floor = max(levels.noise * contrast.NOISE_MARGIN / levels.contrast, share)
    strength = contrast.stretch_to_ink(grey, levels)
    mask = cv2.threshold(strength, int(255 * min(floor, 0.6)), 1, cv2.THRESH_BINARY)[1]
    return Ink(strength, np.asarray(mask, np.uint8), levels.contrast)
