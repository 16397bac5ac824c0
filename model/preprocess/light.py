"""Uneven light, as on photographs, and how to take it out.

Ink is thin, and shadows, tables and hands are not. A grey closing with a square somewhat larger than a stroke is wide
takes ink away and leaves everything larger where it is, edges included; what it took away is the ink.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from model.preprocess.contrast import Grey

# Grain is smoothed in pictures whose shorter side has at least so many pixels; smaller ones would lose strokes.
SMOOTH_SIDE = 64
# The sides of the squares that are tried, as shares of the picture's longest side.
SQUARES = (0.035, 0.06, 0.1, 0.16, 0.25, 0.4)
# The first square is taken from which on the next one finds less than so many times the ink ...
SATURATED = 1.25
# ... and which finds something at least so dark, in grey levels and as a share of the darkest of all.
MIN_DARK, MIN_FOUND = 12.0, 0.2
# They are tried on a picture with at most so many pixels a side.
TRIAL_SIDE = 128
# What is narrower than these shares of the longest side is asked whether ink is dark or light, and the answer is clear
# where one has so many times the energy of the other.
THIN, CLEAR = (0.04, 0.08), 3.0
# From this median level on, paper is not dark, and light ink must have so many times the energy of dark ink.
LIGHT_PAPER, LIGHT_PAPER_ODDS = 90, 3.0
# Below this level of paper a ratio of two levels is mostly noise.
MIN_PAPER = 48


class Flat(NamedTuple):
    """`ink` is uint8 (height, width), bright on even paper; each of its levels is `unit` levels of the picture."""

    ink: Grey
    unit: float


def flatten_light(grey: Grey, square: float | None = None) -> Flat:
    """Take the light out of a picture of any light and polarity.

    Ink is what is narrower than `square`, a share of the longest side; by default that is chosen by the picture.
    """
    calm = np.asarray(cv2.medianBlur(grey, 3), np.uint8) if min(grey.shape) >= SMOOTH_SIDE else grey
    trial = shrink(calm, TRIAL_SIDE)
    ink_is_dark = _is_ink_dark(trial)
    if not ink_is_dark:
        calm, trial = 255 - calm, 255 - trial
    paper = close_strokes(calm, (square or choose_square(trial)) * max(grey.shape))
    taken = cv2.subtract(paper, calm)
    if not ink_is_dark:
        # Chalk adds light; only what is dark takes a share of the light that falls on it.
        return Flat(np.asarray(taken, np.uint8), 1.0)
    share = cv2.divide(taken, cv2.max(paper, np.full_like(paper, MIN_PAPER)), scale=255.0)
    return Flat(np.asarray(share, np.uint8), max(MIN_PAPER, _find_median(trial)) / 255.0)


def shrink(grey: Grey, side: int) -> Grey:
    """Reduce a picture so that its longest side has at most `side` pixels."""
    scale = side / max(grey.shape)
    if scale >= 1.0:
        return grey
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def choose_square(grey: Grey) -> float:
    """Choose the square, as a share of the longest side, that takes dark ink away and no shadow.

    A granulometry (G. Matheron, 1975): squares of growing size take away what is narrower than they are. Where the
    next one takes hardly more, the strokes are gone.
    """
    sides = sorted({_to_odd(share * max(grey.shape)) for share in SQUARES})
    taken = _take_strokes(grey, sides[0])
    for side, next_side in pairwise(sides):
        taken_next, darkest = _take_strokes(grey, next_side), _find_darkest(taken)
        found, more = (_count_above(each, 0.5 * darkest) for each in (taken, taken_next))
        is_saturated = darkest >= MIN_DARK and more <= SATURATED * found
        if is_saturated and darkest >= MIN_FOUND * _limit_darkest(grey, sides[-1], darkest):
            return float(side / max(grey.shape))
        taken = taken_next
    return SQUARES[-1]


def _limit_darkest(grey: Grey, side: float, darkest: float) -> float:
    """Return what the largest square finds, or 255 where that is near enough: that square costs most."""
    return 255.0 if darkest >= MIN_FOUND * 255.0 else _find_darkest(_take_strokes(grey, side))


def _take_strokes(grey: Grey, side: float) -> Grey:
    """Return how much darker each pixel is than without what is dark and narrower than `side` pixels."""
    return np.asarray(cv2.subtract(close_strokes(grey, side), grey), np.uint8)


def _find_darkest(taken: Grey) -> float:
    """Return the level that two pixels in a thousand exceed."""
    return float(_find_level(taken, taken.size - 1 - taken.size // 500))


def _find_level(grey: Grey, place: int) -> int:
    """Return the level of the pixel at a place, from 0, if all were sorted by level: counting eight times is faster."""
    after = grey.size - 1 - place
    return bisect_left(range(255), True, key=lambda level: _count_above(grey, level) <= after)


def _find_median(grey: Grey) -> float:
    return (_find_level(grey, (grey.size - 1) // 2) + _find_level(grey, grey.size // 2)) / 2


def _count_above(taken: Grey, level: float) -> int:
    return cv2.countNonZero(cv2.threshold(taken, level, 1, cv2.THRESH_BINARY)[1])


def _is_ink_dark(grey: Grey) -> bool:
    """Tell dark ink from light ink: which of the two has more of what is thin, shadows and lamps being wide.

    On paper that is not dark, light ink must be clearer than dark ink would have to be. Where what is thinnest leaves
    it in doubt, what is somewhat wider is asked.
    """
    odds = LIGHT_PAPER_ODDS if _find_median(grey) >= LIGHT_PAPER else 1.0
    answers = []
    for side in (share * max(grey.shape) for share in THIN):
        dark = odds * _measure_energy(_take_strokes(grey, side))
        light = _measure_energy(_take_strokes(255 - grey, side))
        if max(dark, light) >= CLEAR * min(dark, light):
            return dark >= light
        answers.append(dark >= light)
    return answers[0]


def _measure_energy(taken: Grey) -> float:
    """Return the mean square of what was taken away."""
    levels = taken.astype(np.float32)
    return float((levels * levels).mean())


def close_strokes(grey: Grey, side: float) -> Grey:
    """Take away what is dark and narrower than `side` pixels in some direction.

    The picture is taken to go on beyond its border as it is there, so that a corner of a table is no narrower for that.
    """
    odd = _to_odd(side)
    room = odd // 2 + 1
    wider = cv2.copyMakeBorder(grey, room, room, room, room, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(wider, cv2.MORPH_CLOSE, np.ones((odd, odd), np.uint8))
    return np.asarray(closed[room:-room, room:-room], np.uint8)


def _to_odd(side: float) -> int:
    return max(3, int(side)) | 1
