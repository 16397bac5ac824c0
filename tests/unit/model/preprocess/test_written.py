"""What a pen can have made, and what not."""

import cv2
import numpy as np
import pytest

from model.preprocess.written import fills_a_side, is_painted_over, is_small, looks_written
from tests.support.sketches import STROKES, as_mask, sketch

SHAPE = (200, 200)


@pytest.mark.parametrize("pen", [2, 8, 24])
@pytest.mark.parametrize("digit", STROKES)
def test_digits_look_written(digit, pen):
    assert looks_written(as_mask(sketch(SHAPE, (digit, (60, 40, 80, 120)), pen=pen)))


def test_a_digit_at_the_border_looks_written():
    assert looks_written(as_mask(sketch(SHAPE, ("7", (0, 0, 80, 120)), pen=8)))


def test_a_broad_surface_does_not():
    block = np.zeros(SHAPE, np.uint8)
    block[20:180, 30:170] = 1

    assert not looks_written(block)


def test_strokes_with_a_blob_beside_them_do_not():
    mask = as_mask(sketch(SHAPE, *((digit, (60 * at + 10, 20, 45, 110)) for at, digit in enumerate("258")), pen=3))
    mask[155:187, 120:152] = 1

    assert not looks_written(mask)


@pytest.mark.parametrize("side", [np.s_[:6], np.s_[-6:], np.s_[:, :6], np.s_[:, -6:]])
def test_a_whole_side_is_not_written(side):
    mask = as_mask(sketch(SHAPE, ("7", (60, 40, 80, 120)), pen=8))
    assert not fills_a_side(mask)

    mask[side] = 1

    assert fills_a_side(mask)
    assert not looks_written(mask)


def test_a_fat_pen_in_a_close_crop_looks_written():
    crop = as_mask(sketch((32, 32), ("7", (6, 6, 20, 20)), pen=6))

    assert is_small(crop)
    assert looks_written(crop)
    assert not is_small(np.zeros((28, 300), np.uint8))


@pytest.mark.parametrize("digit", sorted({*STROKES} - {"1"}))
def test_a_fat_pen_in_a_tight_crop_looks_written(digit):
    mask = as_mask(sketch((300, 240), (digit, (60, 40, 100, 160)), pen=42))
    left, top, width, height = cv2.boundingRect(mask)

    assert looks_written(mask[top : top + height, left : left + width])


def test_a_bar_at_the_side_of_a_tight_crop_is_written():
    crop = as_mask(sketch((300, 240), ("7", (60, 40, 100, 160)), pen=12))[40:200, 60:160]
    assert fills_a_side(crop)
    assert looks_written(crop)

    crop[70:80, 5:15] = 1

    assert not looks_written(crop)


def test_a_shadow_in_a_corner_does_not():
    mask = as_mask(sketch(SHAPE, ("7", (40, 60, 80, 120)), pen=8))
    mask[:30, 100:] = 1

    assert not looks_written(mask)


@pytest.mark.parametrize("shape", [(28, 28), (14, 250), (200, 200)])
def test_a_board_painted_over_but_for_a_rim(shape):
    """Whichever of the two is taken for ink."""
    paint = np.zeros(shape, np.uint8)
    paint[:, shape[1] // 28 :] = 1

    assert is_painted_over(1 - paint)
    assert is_painted_over(paint) is (min(shape) >= 24)


def test_a_one_at_the_side_of_a_board_is_no_rim():
    board = np.zeros(SHAPE, np.uint8)
    board[5:190, :8] = 1

    assert not is_painted_over(board)


def test_a_row_of_digits_cut_close_is_no_rim():
    row = np.zeros((28, 200), np.uint8)
    row[:, :6] = row[:, 60:66] = 1

    assert not is_painted_over(row)
