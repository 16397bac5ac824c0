"""The affNIST-like suite: digits keep their ink, stay within the ranges and get everywhere."""

import numpy as np
import pytest

from model.mnist_c.affnist import draw_matrix, place_affine


def test_places_are_repeatable_and_40_wide(digit):
    first, second, other = (place_affine(digit, np.random.default_rng(seed)) for seed in (1, 1, 2))

    assert first.shape == (40, 40)
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(first, second)
    assert (first != other).any()


def test_matrices_stay_within_the_ranges(rng):
    matrices = np.stack([draw_matrix(rng) for _ in range(400)])

    # Rotation and shear keep the area, so the determinant is the product of the scales.
    areas = np.linalg.det(matrices)
    assert 0.64 <= areas.min() < 0.75
    assert 1.3 < areas.max() <= 1.44
    # The image of the horizontal axis shows the rotation alone, and one scale.
    right = matrices[:, :, 1]
    assert np.abs(np.rad2deg(np.arctan2(right[:, 0], right[:, 1]))).max() == pytest.approx(20, abs=1)
    assert np.linalg.norm(right, axis=1).min() == pytest.approx(0.8, abs=0.01)


def test_no_ink_is_lost(digit):
    for seed in range(100):
        ink = place_affine(digit, np.random.default_rng(seed)).sum() / digit.sum()
        # Without loss, what is left is the product of two scales.
        assert 0.62 < ink < 1.46


def test_digits_get_to_every_border(digit, rng):
    placed = np.stack([place_affine(digit, rng) for _ in range(200)]) > 0

    rows, columns = placed.any(axis=(0, 2)), placed.any(axis=(0, 1))
    assert rows.all()
    assert columns.all()


def test_a_blank_stays_blank_and_a_full_one_is_in_the_middle(rng):
    assert place_affine(np.zeros((28, 28), np.uint8), rng).max() == 0
    full = place_affine(np.full((28, 28), 255, np.uint8), rng)
    y, x = (np.average(axis, weights=full) for axis in np.indices(full.shape))
    assert (y, x) == pytest.approx((19.5, 19.5), abs=8)
