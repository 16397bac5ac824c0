"""From a grey picture to its ink alone: 0 where there is none, 255 where a pen covered the paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice

import cv2
import numpy as np

from model.preprocess import contrast, light
from model.preprocess.contrast import Grey
from model.preprocess.pattern import smooth_pattern
from model.preprocess.written import is_small, looks_written

# A pixel belongs to the ink from this share of the contrast on: low where paper is even, for the sake of thin strokes.
EVEN_SHARE = 0.28
UNEVEN_SHARE = 0.4
# In the dark a few levels are a large share of the light: ink differs by so many levels at least, grain by fewer.
MIN_SHADE = 10.0
# Where shadows are as narrow as what light.py takes for ink, these squares, shares of the longest side, are tried.
FINE_SQUARES = (0.1, 0.06, 0.035)
# A picture that nobody photographed or scanned has this share of its pixels in its two most frequent levels.
FLAT_SHARE = 0.7
# Ink that one threshold finds is whole if it holds this share of what is found without the light.
HELD = 0.9


@dataclass(frozen=True)
class Ink:
    """`strength` is uint8 (height, width), `mask` uint8 of the same shape with 1 for ink.

    `contrast` is how far ink stood out from paper, in grey levels of 255, before it was stretched.
    """

    strength: Grey
    mask: Grey
    contrast: float

    @cached_property
    def is_written(self) -> bool:
        """Whether a pen can have made it."""
        return looks_written(self.mask)


def find_inks(grey: Grey, histogram: contrast.Histogram | None = None) -> Iterator[Ink]:
    """Find the ink in a picture of any polarity and light, the likeliest way first; nothing but grain gives none.

    Drawings have one paper, and one threshold for the whole picture keeps the strokes' edges best. From photographs the
    light is taken out before. Small pictures are close crops more often than photographs. What a pen cannot have made
    comes after all that it can have made. `histogram` is that of the picture's levels, for who has counted them.
    """
    is_written, unlikely = False, []
    grey, histogram = smooth_pattern(grey, contrast.count_levels(grey) if histogram is None else histogram)
    for ink in _find_likely(grey, histogram):
        if ink.is_written:
            is_written = True
            yield ink
        else:
            unlikely.append(ink)
    if unlikely and not is_written:
        # In a close crop the strokes are as wide as shadows.
        squares = () if is_small(grey) else FINE_SQUARES
        others = chain([_find_striped(grey)], (_find_uneven(grey, square) for square in squares))
        yield from islice((ink for ink in others if ink is not None and ink.is_written), 1)
    yield from unlikely


def _find_likely(grey: Grey, histogram: contrast.Histogram) -> Iterator[Ink]:
    """Find ink with one threshold, and without the light, in the order in which they should be believed."""
    even = _find_even(grey, histogram)
    if even is not None and is_small(grey):
        # Nothing else is looked for until somebody asks for it.
        yield even
        even = None
    uneven = None if is_flat(histogram, grey.size) else _find_uneven(grey)
    yield from (ink for ink in ([even, uneven] if _holds(even, uneven) else [uneven, even]) if ink is not None)


def _holds(even: Ink | None, uneven: Ink | None) -> bool:
    """Tell whether one threshold finds a pen's ink, with nearly all in it that is found without the light."""
    if even is None or uneven is None:
        return uneven is None
    if not even.is_written:
        return False
    shared = cv2.bitwise_and(even.mask, uneven.mask)
    return cv2.countNonZero(shared) >= HELD * cv2.countNonZero(uneven.mask)


def is_flat(histogram: contrast.Histogram, pixels: int) -> bool:
    """Tell a drawing from a photograph: most of its pixels have one of two levels."""
    return int(np.partition(histogram, -2)[-2:].sum()) >= FLAT_SHARE * pixels


def _find_even(grey: Grey, histogram: contrast.Histogram) -> Ink | None:
    threshold = contrast.find_threshold(histogram)
    if contrast.is_light_paper(grey, threshold):
        grey, histogram, threshold = 255 - grey, histogram[::-1], 254 - threshold
    return _stretch(grey, contrast.measure_levels(histogram, threshold), EVEN_SHARE)


def _find_uneven(grey: Grey, square: float | None = None) -> Ink | None:
    flat, unit = light.flatten_light(grey, square)
    levels = contrast.measure_levels(contrast.count_levels(flat), contrast.find_edge_level(flat))
    return _stretch(flat, levels, UNEVEN_SHARE) if levels.contrast * unit >= MIN_SHADE else None


def _find_striped(grey: Grey) -> Ink | None:
    """Find ink across bands of dark and light paper: what differs from its column's, or row's, ends at the border."""
    depth = max(1, int(contrast.BORDER_SHARE * min(grey.shape)) + 1)
    apart = []
    for picture in (grey, grey.T):
        paper = np.median(np.concatenate([picture[:depth], picture[-depth:]]), axis=0).astype(np.uint8)
        apart.append(cv2.absdiff(picture, np.broadcast_to(paper, picture.shape)))
    # Along the bands nothing but ink differs.
    along = apart[0] if apart[0].mean() <= apart[1].mean() else np.ascontiguousarray(apart[1].T)
    found = np.asarray(along, np.uint8)
    histogram = contrast.count_levels(found)
    levels = contrast.measure_levels(histogram, contrast.find_threshold(histogram))
    # A distance has no sign, so that grain lies on one side of 0 alone.
    grain = contrast.MEDIAN_DEVIATION_TO_SIGMA * float(np.median(found))
    return _stretch(found, replace(levels, noise=max(levels.noise, grain)), EVEN_SHARE)


def _stretch(grey: Grey, levels: contrast.Levels, share: float) -> Ink | None:
    """Map paper to 0 and ink to 255, and mark what counts as ink."""
    if levels.is_blank(grey.shape):
        return None
    floor = max(levels.noise * contrast.NOISE_MARGIN / levels.contrast, share)
    strength = contrast.stretch_to_ink(grey, levels)
    mask = cv2.threshold(strength, int(255 * min(floor, 0.6)), 1, cv2.THRESH_BINARY)[1]
    return Ink(strength, np.asarray(mask, np.uint8), levels.contrast)
