"""The tools that surfaces share: what they keep of ink, size and chance."""

import cv2
import numpy as np
import pytest

from model.simulate import noise
from model.simulate.scene import Ink, find_boxes, ink_of_digit


def bar(height=100, width=10):
    return ink_of_digit(np.ones((height, width), np.float32), 1)


def turned(angle, scale, shift):
    matrix = np.vstack([cv2.getRotationMatrix2D((0, 0), angle, scale), [0, 0, 1]])
    matrix[:2, 2] += shift
    return matrix


@pytest.mark.parametrize("cell", [1, 3, 40])
def test_smooth_noise_has_its_scale(cell):
    field = noise.smooth_noise((200, 150), cell, np.random.default_rng(0))

    assert field.shape == (200, 150)
    assert field.dtype == np.float32
    assert abs(float(field.mean())) < 0.4
    assert 0.5 < float(field.std()) < 1.3
    # Neighbours differ less, the larger the cells are.
    assert float(np.abs(np.diff(field, axis=1)).mean()) < 3 / cell


def test_jpeg_keeps_size_and_nearly_all_levels():
    grey = np.tile(np.arange(64, dtype=np.uint8) * 4, (40, 1))

    packed = noise.compress(grey, 90)

    assert packed.shape == grey.shape
    assert packed.dtype == np.uint8
    assert np.abs(packed.astype(int) - grey).max() < 12


@pytest.mark.parametrize("width", [6, 12, 25])
def test_stroke_width_is_the_pens(width):
    board = np.zeros((240, 240), np.uint8)
    cv2.polylines(board, [np.array([[40, 50], [180, 60], [60, 200]])], False, 255, width, cv2.LINE_AA)

    assert noise.stroke_width((board / 255).astype(np.float32)) == pytest.approx(width, rel=0.3)


def test_no_ink_has_a_width_and_a_height():
    blank = Ink(np.zeros((30, 20), np.float32), np.zeros((30, 20), np.uint8))

    assert noise.stroke_width(blank.coverage) == 1.0
    assert noise.digit_height(blank) == 30


def test_placed_ink_keeps_its_area_and_its_owner():
    laid = noise.place(bar(), turned(20, 0.31, (20, 12)), (60, 80))

    assert laid.coverage.shape == laid.owner.shape == (60, 80)
    assert float(laid.coverage.sum()) == pytest.approx(100 * 10 * 0.31**2, rel=0.05)
    np.testing.assert_array_equal(laid.owner > 0, laid.coverage >= noise.VISIBLE * laid.coverage.max())


@pytest.mark.parametrize("shift", [0.0, 0.25, 0.5, 0.75])
def test_ink_thinner_than_a_pixel_is_not_lost(shift):
    laid = noise.place(bar(100, 3), np.array([[0.2, 0, 5 + shift], [0, 0.2, 5], [0, 0, 1]]), (40, 20))

    assert 19 <= find_boxes(laid.owner, 1)[0][3] <= 22
    assert find_boxes(noise.resize_owner(laid.owner, (10, 5)), 1)[0][2] >= 1


def test_digits_keep_apart():
    owner = np.zeros((50, 50), np.uint8)
    owner[5:45, 5:15], owner[5:45, 35:45] = 1, 2
    ink = Ink((owner > 0).astype(np.float32), owner, (1, 1), (0, 0))

    first, second = find_boxes(noise.place(ink, np.diag([0.5, 0.5, 1.0]), (25, 25)).owner, 2)

    assert first[0] + first[2] < second[0]


def test_scales_are_kept_readable_and_sharp():
    assert noise.readable_scale(bar(), 0.5) == 0.5
    assert noise.readable_scale(bar(), 0.01) * 100 >= noise.MIN_DIGIT
    assert noise.readable_scale(bar(), 50.0) == noise.MAX_ENLARGEMENT
