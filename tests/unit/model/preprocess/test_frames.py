"""Boxes that are aslant, in perspective or broken, and the digits in them."""

import cv2
import numpy as np
import pytest

from model.preprocess.frames import remove_frames
from model.preprocess.pieces import find_pieces
from tests.support.sketches import as_mask, share_ink, sketch

SHAPE = (200, 240)
# Four corners each: turned, and with sides that are not parallel.
BOXES = {
    "turned": ((60, 30), (170, 50), (150, 180), (40, 160)),
    "in perspective": ((50, 40), (190, 20), (180, 180), (70, 165)),
}


@pytest.fixture(params=BOXES)
def box(request):
    return np.array(BOXES[request.param], np.int32)


@pytest.fixture
def five():
    return sketch(SHAPE, ("5", (90, 75, 40, 60)), pen=6)


def draw(ink, corners, level=255):
    return cv2.polylines(ink.copy(), [corners], True, (level,), 3)


def remove(strength, mask=None):
    mask = as_mask(strength) if mask is None else mask
    return remove_frames(strength, mask, *find_pieces(mask))


def test_a_box_goes(box, five):
    assert share_ink(remove(draw(five, box)), as_mask(five)) > 0.95


def test_a_faint_box_of_which_pieces_are_ink_goes(box, five):
    strength = draw(five, box, 60)
    pieces = as_mask(draw(five, box))
    pieces[:, ::9] &= as_mask(five)[:, ::9]

    assert share_ink(remove(strength, pieces), as_mask(five)) > 0.95


def test_a_box_with_a_gap_goes(box, five):
    strength = draw(five, box)
    strength[90:97, :80] = 0

    assert share_ink(remove(strength), as_mask(five)) > 0.95


def test_digits_beside_one_that_touches_the_box_stay():
    digits = sketch((80, 166), *((digit, (20 + 34 * at, 20, 30, 40)) for at, digit in enumerate("2143")), pen=4)
    boxed = digits.copy()
    cv2.rectangle(boxed, (2, 2), (154, 77), (255,), 1)

    assert remove(boxed)[digits == 255].mean() > 0.95


def test_a_row_of_cells_goes():
    digits = sketch(SHAPE, *((each, (55 + 60 * at, 75, 30, 45)) for at, each in enumerate("570")), pen=5)
    cells = digits.copy()
    for left in (40, 100, 160):
        cv2.rectangle(cells, (left, 60), (left + 60, 135), (255,), 2)

    assert share_ink(remove(cells), as_mask(digits)) > 0.95


@pytest.mark.parametrize("digit", "04689")
def test_a_digit_stays_with_dust_in_it(digit):
    dusty = sketch(SHAPE, (digit, (70, 40, 80, 120)), pen=8)
    dusty[95:99, 108:112] = 255

    assert (remove(dusty) == as_mask(dusty)).all()


def test_an_empty_box_stays(box):
    """It may be somebody's 0."""
    beside = draw(sketch(SHAPE, ("1", (215, 60, 10, 80))), box)

    assert (remove(beside) == as_mask(beside)).all()


def test_digits_beside_each_other_stay():
    row = sketch((60, 200), *((digit, (8 + 48 * at, 8, 30, 44)) for at, digit in enumerate("1701")), pen=5)

    assert (remove(row) == as_mask(row)).all()
