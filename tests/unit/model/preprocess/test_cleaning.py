"""What is thrown away beside digits, and what is not."""

import numpy as np
import pytest

from model.preprocess.cleaning import drop_clutter
from model.preprocess.pieces import find_pieces
from tests.support.sketches import as_mask, sketch

SHAPE = (200, 240)
MIDDLE = (90, 50, 60, 100)


@pytest.fixture
def seven():
    return as_mask(sketch(SHAPE, ("7", MIDDLE), pen=8))


def clean(mask):
    """Return what is left of a mask."""
    labels, pieces = find_pieces(mask)
    kept = drop_clutter(pieces, labels)
    return np.isin(labels, [label for piece in kept for label in piece.labels]).astype(np.uint8)


def add(mask, *places):
    changed = mask.copy()
    for place in places:
        changed[place] = 1
    return changed


CLUTTER = {
    "specks": (np.s_[20:23, 20:24], np.s_[180, 200:203], np.s_[60:62, 200]),
    "a line under it": (np.s_[170:173, 20:220],),
    "a line above and one below": (np.s_[20:22, 10:230], np.s_[175:177, 10:230]),
    "a frame": (np.s_[15:18, 30:210], np.s_[182:185, 30:210], np.s_[15:185, 30:33], np.s_[15:185, 207:210]),
    "bars along the border": (np.s_[:4, :], np.s_[:, :3]),
    "a dark corner": (np.s_[150:, :70],),
    "the edge of a sheet": (np.tri(200, 240, 130, bool) ^ np.tri(200, 240, 127, bool),),
    "the edge of the table": (np.s_[:, 215:],),
}


@pytest.mark.parametrize("clutter", CLUTTER)
def test_clutter_beside_a_digit_is_dropped(seven, clutter):
    np.testing.assert_array_equal(clean(add(seven, *CLUTTER[clutter])), seven)


@pytest.mark.parametrize("box", [(0, 0, 60, 100), (170, 50, 66, 100), (90, 96, 60, 100)])
def test_a_digit_alone_may_touch_the_border(box):
    mask = as_mask(sketch(SHAPE, ("7", box), pen=8))

    np.testing.assert_array_equal(clean(mask), mask)


def test_digits_in_a_line_that_runs_out_of_the_picture_are_kept():
    mask = as_mask(sketch(SHAPE, ("5", (0, 60, 50, 90)), ("7", (90, 55, 60, 100)), ("2", (190, 60, 46, 90)), pen=8))

    np.testing.assert_array_equal(clean(mask), mask)


def test_a_small_digit_beside_a_large_one_is_kept(seven):
    both = np.maximum(seven, as_mask(sketch(SHAPE, ("2", (180, 110, 20, 35)), pen=4)))

    np.testing.assert_array_equal(clean(both), both)


@pytest.mark.parametrize("digit", ["1", "0", "5"])
def test_thin_and_round_digits_alone_are_kept(digit):
    mask = as_mask(sketch(SHAPE, (digit, MIDDLE), pen=3))

    np.testing.assert_array_equal(clean(mask), mask)


def test_a_zero_around_a_speck_is_no_frame():
    zero = as_mask(sketch(SHAPE, ("0", (60, 30, 100, 140)), pen=8))

    np.testing.assert_array_equal(clean(add(zero, np.s_[98:102, 108:112])), zero)


def test_specks_alone_are_nothing():
    specks = add(np.zeros(SHAPE, np.uint8), np.s_[50:52, 60:63], np.s_[150, 150])

    assert not clean(specks).any()
    assert drop_clutter([], np.zeros(SHAPE, np.int32)) == []


def test_a_line_alone_may_be_a_digit():
    bar = add(np.zeros(SHAPE, np.uint8), np.s_[40:160, 118:124])

    np.testing.assert_array_equal(clean(bar), bar)


@pytest.mark.parametrize("pen", [4, 12, 24])
def test_digits_at_the_ends_of_a_close_crop_are_kept(pen):
    """Blobs of a thick pen and a bar along the side are digits, too, where they are like those beside them."""
    mask = as_mask(
        sketch((110, 300), ("1", (6, 12, 20, 86)), ("4", (60, 20, 50, 74)), ("9", (150, 20, 50, 74)), pen=pen)
    )
    mask |= as_mask(sketch((110, 300), ("5", (246, 14, 54, 90)), pen=pen))

    np.testing.assert_array_equal(clean(mask), mask)


def test_a_hairline_at_the_border_is_no_1():
    """One side of a board's frame, whose others are gone, beside a digit as tall as the board."""
    tall = as_mask(sketch((130, 130), ("7", (60, 8, 50, 112)), pen=10))
    framed = tall.copy()
    framed[5:125, 3:5] = 1

    np.testing.assert_array_equal(clean(framed), tall)


def test_two_digits_that_touch_each_other_and_the_border_stay_beside_one():
    pair = sketch(SHAPE, ("2", (126, 60, 65, 60)), ("7", (178, 60, 65, 60)), ("5", (30, 60, 50, 60)), pen=8)
    assert len(find_pieces(as_mask(pair))[1]) == 2

    assert clean(as_mask(pair)).sum() == as_mask(pair).sum()
