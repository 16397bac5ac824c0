"""Affine corruptions: where the ink goes, and how much of it is left."""

import numpy as np
import pytest

from model.mnist_c.affine import rotate, scale, shear, translate

SEEDS = range(24)


def find_centre(picture):
    return np.array([(axis * picture).sum() / picture.sum() for axis in np.indices(picture.shape)])


def find_angle(picture):
    """The direction of a bar, from upright, in radians."""
    y, x = np.argwhere(picture > 60).T
    return np.arctan(np.polyfit(y, x, 1)[0])


@pytest.fixture
def bar():
    picture = np.zeros((28, 28), np.uint8)
    picture[6:22, 13:15] = 255
    return picture


def test_translate_shifts_by_three_each_way(digit):
    moved = [find_centre(translate(digit, np.random.default_rng(seed))) - find_centre(digit) for seed in SEEDS]

    assert {tuple(np.rint(shift).astype(int)) for shift in moved} == {(3, 3), (3, -3), (-3, 3), (-3, -3)}
    np.testing.assert_allclose(np.abs(moved), 3, atol=1e-9)


def test_scale_leaves_seven_tenths_about_the_centre(rng):
    square = np.zeros((28, 28), np.uint8)
    square[4:24, 4:24] = 255

    scaled = scale(square, rng)

    assert scaled.sum() == pytest.approx(square.sum() * 0.49, rel=0.03)
    np.testing.assert_allclose(find_centre(scaled), 13.5, atol=0.01)


def test_rotate_turns_by_23_degrees_and_keeps_ink(bar):
    turned = [rotate(bar, np.random.default_rng(seed)) for seed in SEEDS]

    assert {np.sign(find_angle(picture)) for picture in turned} == {-1, 1}
    assert all(abs(find_angle(picture)) == pytest.approx(0.4, abs=0.05) for picture in turned)
    assert all(picture.sum() == pytest.approx(bar.sum(), rel=0.02) for picture in turned)


def test_shear_slants_and_stretches_rows_apart(bar):
    slanted = [shear(bar, np.random.default_rng(seed)) for seed in SEEDS]

    assert {np.sign(find_angle(picture)) for picture in slanted} == {-1, 1}
    assert all(abs(find_angle(picture)) == pytest.approx(0.4, abs=0.05) for picture in slanted)
    assert all(picture.sum() == pytest.approx(bar.sum() / np.cos(0.4), rel=0.02) for picture in slanted)
