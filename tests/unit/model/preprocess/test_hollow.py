"""Digits drawn as outlines."""

import cv2
import numpy as np
import pytest

from model.preprocess.hollow import close_outline, fill_hollow
from model.preprocess.pieces import find_pieces
from tests.support.sketches import STROKES, as_mask, share_ink, sketch

SHAPE = (240, 200)
BOX = (50, 40, 100, 160)


def solid(digit, pen):
    return as_mask(sketch(SHAPE, (digit, BOX), pen=pen))


def outline(mask, line=3):
    """Leave only the edge of a stroke."""
    return mask & ~cv2.erode(mask, np.ones((2 * line + 1, 2 * line + 1), np.uint8))


def fill(mask):
    return fill_hollow(mask, *find_pieces(mask))


@pytest.mark.parametrize("digit", ["1", "2", "3", "5", "7"])
def test_outlines_are_filled(digit):
    mask = solid(digit, 24)

    assert share_ink(outline(mask), mask) < 0.65
    assert share_ink(fill(outline(mask)), mask) > 0.85


@pytest.mark.parametrize("digit", STROKES)
@pytest.mark.parametrize("pen", [2, 4, 8, 24])
def test_strokes_and_their_loops_are_left(digit, pen):
    mask = solid(digit, pen)

    assert fill(mask) is mask


def test_a_slim_zero_keeps_its_hole():
    zero = as_mask(sketch(SHAPE, ("0", (60, 40, 75, 160)), pen=5))

    assert fill(zero) is zero


def test_what_else_there_is_is_left():
    hollow, thin = outline(solid("7", 24)), as_mask(sketch(SHAPE, ("1", (185, 20, 5, 60)), pen=3))

    filled = fill(hollow | thin)

    assert filled.sum() > 1.3 * (hollow | thin).sum()
    assert (filled[:, 178:] == thin[:, 178:]).all()


@pytest.mark.parametrize("shape", [(1, 1), (3, 12), (12, 12), (40, 2)])
def test_blocks_are_no_outlines(shape):
    assert close_outline(np.ones(shape, np.uint8)) is None


def test_loops_of_digits_that_touch_are_left():
    """Small beside the length of what is connected, they are no room between two outlines."""
    touching = as_mask(sketch((110, 420), *(("8", (20 + 60 * at, 20, 60, 70)) for at in range(6)), pen=7))
    assert len(find_pieces(touching)[1]) == 1

    assert fill(touching) is touching
