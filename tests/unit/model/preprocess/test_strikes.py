"""Thin lines across writing."""

import cv2
import numpy as np
import pytest

from model.preprocess.strikes import remove_strikes
from tests.support.sketches import STROKES, as_mask, share_ink, sketch

SHAPE = (60, 60)


@pytest.fixture
def three():
    return as_mask(sketch(SHAPE, ("3", (20, 12, 20, 36)), pen=5))


def strike(*points):
    line = np.zeros(SHAPE, np.uint8)
    cv2.polylines(line, [np.array(points)], False, (1,), 1)
    return line


@pytest.mark.parametrize(
    "points",
    [
        [(0, 30), (59, 30)],
        [(2, 10), (57, 50)],
        [(0, 20), (15, 26), (30, 22), (45, 30), (59, 24)],
        [(1, 30), (10, 20), (20, 40), (30, 20), (40, 40), (50, 20), (58, 30)],
    ],
)
def test_a_line_across_thick_writing_is_removed(three, points):
    rest = remove_strikes(three | strike(*points))

    assert rest[three > 0].mean() > 0.95
    assert share_ink(rest, three) > 0.8


@pytest.mark.parametrize("digit", STROKES)
@pytest.mark.parametrize("pen", [1, 2, 6])
def test_a_digit_alone_is_left(digit, pen):
    for box in ((20, 12, 20, 36), (3, 3, 54, 54)):
        mask = as_mask(sketch(SHAPE, (digit, box), pen=pen))
        np.testing.assert_array_equal(remove_strikes(mask), mask)


def test_a_line_alone_is_left():
    line = strike((0, 30), (59, 30))

    np.testing.assert_array_equal(remove_strikes(line), line)


def test_thin_writing_is_not_taken_for_a_line():
    """As thin as the line itself, it is not told from it."""
    mask = as_mask(sketch(SHAPE, ("2", (4, 8, 20, 40)), ("7", (34, 8, 20, 40)), pen=1))

    np.testing.assert_array_equal(remove_strikes(mask), mask)


def test_a_row_of_thin_digits_is_no_line_through_those_inside():
    shape, thin = (60, 200), [("2", (8, 12, 24, 36)), ("3", (50, 12, 24, 36)), ("7", (166, 12, 24, 36))]
    row = as_mask(sketch(shape, *thin, pen=1)) | as_mask(sketch(shape, ("5", (100, 12, 24, 36)), pen=4))

    np.testing.assert_array_equal(remove_strikes(row), row)


def test_no_ink_is_left_as_it_is():
    nothing = np.zeros(SHAPE, np.uint8)

    assert not remove_strikes(nothing).any()
