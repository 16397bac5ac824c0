"""Paper with a pattern of two levels."""

import numpy as np

from model.preprocess.contrast import count_levels
from model.preprocess.pattern import smooth_pattern
from tests.support.sketches import sketch

SQUARES = np.where((np.indices((120, 120)) // 8).sum(axis=0) % 2, 255, 204).astype(np.uint8)


def smooth(grey):
    even, histogram = smooth_pattern(grey, count_levels(grey))
    np.testing.assert_array_equal(histogram, count_levels(even))
    return even


def test_squares_under_ink_become_one_level():
    ink = sketch((120, 120), ("7", (30, 20, 60, 80)), pen=6)

    even = smooth(np.minimum(SQUARES, 255 - ink))
    np.testing.assert_array_equal(even[ink == 0], 255)
    np.testing.assert_array_equal(even[ink == 255], 0)

    dark = smooth(np.maximum(255 - SQUARES, ink))
    np.testing.assert_array_equal(dark[ink == 0], 0)
    np.testing.assert_array_equal(dark[ink == 255], 255)


def test_ink_and_paper_are_no_pattern():
    bar = np.full((120, 120), 231, np.uint8)
    bar[20:100, 30:80] = 40
    ripples = bar.copy()
    ripples[20:24, 30:80] = 30

    for grey in (bar, ripples, SQUARES):
        np.testing.assert_array_equal(smooth(grey), grey)
