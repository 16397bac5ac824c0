"""Ruled and squared paper, cells, and digits that have straight lines of their own."""

import cv2
import numpy as np
import pytest

from model.preprocess.rulings import find_lines, measure_thickness, remove_rulings
from tests.support.sketches import STROKES, as_mask, share_ink, sketch

SHAPE = (200, 260)


@pytest.fixture
def five():
    return as_mask(sketch(SHAPE, ("5", (100, 50, 60, 100)), pen=9))


def draw_lines(*ends, thickness=2):
    lines = np.zeros(SHAPE, np.uint8)
    for left, top, right, bottom in ends:
        cv2.line(lines, (left, top), (right, bottom), 1, thickness)
    return lines


def remove(mask):
    """All ink is of one strength."""
    return remove_rulings(mask, 255 * mask)


RULINGS = {
    "one": draw_lines((0, 100, 259, 100)),
    "ruled": draw_lines(*((0, row, 259, row) for row in (20, 60, 100, 140, 180))),
    "slanted": draw_lines(*((0, row, 259, row + 20) for row in (10, 50, 90, 130, 170))),
    "squared": draw_lines(
        *((0, row, 259, row) for row in range(10, 200, 45)),
        *((column, 0, column, 199) for column in range(25, 260, 45)),
    ),
    "hairlines": draw_lines(*((0, row, 259, row) for row in (40, 90, 150)), thickness=1),
}


@pytest.mark.parametrize("ruling", RULINGS)
def test_rulings_are_removed_and_the_digit_is_kept(five, ruling):
    rest = remove(five | RULINGS[ruling])

    assert rest.dtype == np.uint8
    assert rest[five > 0].mean() > 0.93
    assert share_ink(rest, five) > 0.8


def test_of_squares_nothing_is_left_where_they_cross(five):
    rest = remove(five | RULINGS["squared"])

    assert not rest[cv2.dilate(five, np.ones((9, 9), np.uint8)) == 0].any()


def test_lines_that_leave_the_picture_at_the_top_go(five):
    slanted = draw_lines(*((0, row, 259, row - 70) for row in (50, 90, 130, 170)))

    assert share_ink(remove(five | slanted), five) > 0.75


def test_the_walls_of_a_cell_go_with_its_lines(five):
    cells = draw_lines((0, 30, 259, 30), (0, 170, 259, 170), *((wall, 30, wall, 170) for wall in (50, 80, 180, 210)))

    rest = remove(five | cells)

    assert rest[five > 0].mean() > 0.93
    assert share_ink(rest, five) > 0.9


@pytest.mark.parametrize("digit", STROKES)
@pytest.mark.parametrize("pen", [3, 10, 24])
def test_a_digit_alone_keeps_all_its_ink(digit, pen):
    mask = as_mask(sketch(SHAPE, (digit, (90, 40, 80, 120)), pen=pen))

    np.testing.assert_array_equal(remove(mask), mask)


TIGHT = [(digit, pen) for digit in "12579" for pen in (3, 4, 10)]
TIGHT_FOUR = [("4", pen) for pen in (3, 4)]


@pytest.mark.parametrize(("digit", "pen"), [*TIGHT, *TIGHT_FOUR, ("4", 10)])
def test_a_tightly_cropped_digit_keeps_its_bar(digit, pen):
    ink = as_mask(sketch((160, 160), (digit, (40, 30, 70, 100)), pen=pen))
    left, top, width, height = cv2.boundingRect(ink)
    crop = np.ascontiguousarray(ink[top : top + height, left : left + width])

    np.testing.assert_array_equal(remove(crop), crop)


@pytest.mark.parametrize("digit", ["1", "2", "4", "7", "9"])
def test_a_digit_nearly_as_high_as_the_picture_keeps_its_stem(digit):
    mask = as_mask(sketch((250, 250), (digit, (59, 14, 131, 221)), pen=8))

    np.testing.assert_array_equal(remove(mask), mask)


@pytest.mark.parametrize("line", [(0, 100, 259, 100), (130, 0, 130, 199)])
def test_a_line_alone_is_left(line):
    mask = draw_lines(line, thickness=5)

    np.testing.assert_array_equal(remove(mask), mask)


def test_no_ink_is_no_ruling():
    nothing = np.zeros(SHAPE, np.uint8)

    assert remove(nothing) is nothing


def test_lines_are_found_and_counted(five):
    lines, count = find_lines(five | RULINGS["ruled"])

    assert count == 5
    assert share_ink(lines & ~five, RULINGS["ruled"] & ~five) > 0.9
    assert find_lines(five)[1] == 0


def test_thickness_is_that_of_the_ink_on_the_line():
    mask = np.zeros(SHAPE, np.uint8)
    mask[97:104] = 1

    assert measure_thickness(mask, draw_lines((0, 100, 259, 100), thickness=1)) == pytest.approx(7, abs=1)
    assert measure_thickness(mask, np.zeros(SHAPE, np.uint8)) == 0.0


def test_stems_as_tall_as_a_close_crop_are_no_rulings():
    mask = as_mask(sketch((110, 330), *((digit, (20 + 60 * at, 6, 40, 98)) for at, digit in enumerate("17147")), pen=6))

    np.testing.assert_array_equal(remove(mask), mask)
