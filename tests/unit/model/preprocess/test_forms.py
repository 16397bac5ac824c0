"""Frames, rows of cells and lines beneath digits; and digits that are none of these."""

import cv2
import numpy as np
import pytest

from model.preprocess.forms import find_form, remove_forms
from model.preprocess.pieces import find_pieces
from tests.support.sketches import STROKES, as_mask, share_ink, sketch

SHAPE = (160, 420)
NUMBER = (("4", (60, 50, 40, 60)), ("1", (170, 50, 20, 60)), ("9", (270, 50, 40, 60)))


@pytest.fixture
def number():
    return as_mask(sketch(SHAPE, *NUMBER, pen=6))


def draw_form(*ends, degrees=0.0, thickness=2):
    """Draw lines [left, top, right, bottom], turned about the middle: uint8 (height, width), 1 for ink."""
    form = np.zeros(SHAPE, np.uint8)
    turn = cv2.getRotationMatrix2D((SHAPE[1] / 2, SHAPE[0] / 2), degrees, 1.0)
    for left, top, right, bottom in ends:
        start, end = (turn @ np.array([(left, right), (top, bottom), (1, 1)])).T.round().astype(int).tolist()
        cv2.line(form, start, end, (1,), thickness)
    return form


FRAME = ((30, 30, 340, 30), (340, 30, 340, 130), (340, 130, 30, 130), (30, 130, 30, 30))
CELLS = (*FRAME, (135, 30, 135, 130), (235, 30, 235, 130))
BENEATH = ((25, 118, 350, 118),)
FORMS = {
    "a frame": FRAME,
    "cells": CELLS,
    "a line beneath": BENEATH,
    "two lines beneath": (*BENEATH, (25, 126, 350, 126)),
}


def clear(mask):
    return remove_forms(mask, find_pieces(mask)[1])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("degrees", [0.0, 3.0, -5.0])
def test_forms_are_removed_and_digits_are_kept(number, form, degrees):
    rest = clear(number | draw_form(*FORMS[form], degrees=degrees))

    assert rest[number > 0].mean() > 0.95
    assert share_ink(rest, number) > 0.85


def test_a_digit_that_touches_its_frame_is_kept():
    tall = as_mask(sketch(SHAPE, *NUMBER, ("7", (205, 40, 24, 96)), pen=6))

    rest = clear(tall | draw_form(*FRAME))

    assert rest[tall > 0].mean() > 0.93
    assert share_ink(rest, tall) > 0.85


def test_the_frame_of_a_board_that_a_digit_touches_is_removed():
    digit = as_mask(sketch((200, 200), ("7", (120, 40, 70, 120)), pen=12))
    board = digit.copy()
    board[4:7, 4:196] = board[193:196, 4:196] = board[4:196, 4:7] = board[4:196, 193:196] = 1
    assert len(find_pieces(board)[1]) == 1

    rest = clear(board)

    assert rest[digit > 0].mean() > 0.9
    assert share_ink(rest, digit) > 0.85


@pytest.mark.parametrize("digit", STROKES)
def test_a_digit_that_fills_the_picture_keeps_all_its_ink(digit):
    mask = as_mask(sketch((120, 100), (digit, (6, 6, 88, 108)), pen=10))

    np.testing.assert_array_equal(clear(mask), mask)


def test_the_mask_itself_stays_as_it_was(number):
    mask = number | draw_form(*FRAME)
    before = mask.copy()

    clear(mask)

    np.testing.assert_array_equal(mask, before)


@pytest.mark.parametrize("pen", [2, 8, 16])
def test_numbers_without_a_form_keep_all_their_ink(pen):
    digits = [(digit, (10 + 40 * at, 50, 28, 60)) for at, digit in enumerate(STROKES)]
    mask = as_mask(sketch(SHAPE, *digits, pen=pen))

    np.testing.assert_array_equal(clear(mask), mask)


@pytest.mark.parametrize("digit", STROKES)
@pytest.mark.parametrize("box", [(150, 30, 60, 100), (100, 50, 130, 60)])
def test_a_digit_alone_narrow_or_wide_keeps_all_its_ink(digit, box):
    mask = as_mask(sketch(SHAPE, (digit, box), pen=6))

    np.testing.assert_array_equal(clear(mask), mask)


def test_sevens_whose_bars_touch_are_no_form():
    mask = as_mask(sketch(SHAPE, *(("7", (60 + 50 * at, 40, 50, 80)) for at in range(4)), pen=6))

    np.testing.assert_array_equal(clear(mask), mask)


@pytest.mark.parametrize("shape", [(12, 24), (40, 200), (200, 40)])
def test_blocks_are_no_form(shape):
    block = np.ones(shape, np.uint8)

    assert find_form(block) is None
    np.testing.assert_array_equal(clear(block), block)
