"""Blurs: light is moved, neither made nor lost."""

import numpy as np
import pytest

from model.mnist_c.blurs import glass_blur, motion_blur


@pytest.fixture
def point():
    picture = np.zeros((28, 28), np.uint8)
    picture[14, 20] = 255
    return picture


@pytest.mark.parametrize("spread", [glass_blur, motion_blur])
def test_light_is_kept(spread, digit, rng):
    assert spread(digit, rng).sum() == pytest.approx(digit.sum(), rel=0.03)


@pytest.mark.parametrize("spread", [glass_blur, motion_blur])
def test_an_even_grey_stays(spread, rng):
    np.testing.assert_allclose(spread(np.full((28, 28), 90, np.uint8), rng), 90, atol=1)


def test_glass_spares_the_first_rows_and_columns(rng):
    picture = np.tile(np.arange(28, dtype=np.uint8) * 9, (28, 1))

    blurred = glass_blur(picture, rng)

    # Swaps begin at the third and reach back by one; the blurs are along columns alone.
    np.testing.assert_allclose(blurred[:, 0], picture[:, 0], atol=1)
    assert (np.abs(blurred[5:, 2:].astype(int) - picture[5:, 2:]) > 2).any()


def test_motion_smears_a_point_to_the_left_and_fading(point):
    for seed in range(5):
        smeared = motion_blur(point, np.random.default_rng(seed))

        columns = smeared.sum(axis=0, dtype=int)
        # One half of a Gaussian with a sigma of 3 has 0.235 of its weight at its end.
        assert smeared[14, 20] == round(255 * 0.2353)
        assert columns[21:].max() == 0
        assert (columns[14:20] > 0).all()
        assert smeared[14, 20] == smeared.max()


def test_motion_goes_at_most_45_degrees_up_or_down(point):
    rows = [np.argwhere(motion_blur(point, np.random.default_rng(seed)))[:, 0] for seed in range(40)]

    assert min(found.min() for found in rows) < 11
    assert max(found.max() for found in rows) > 17
    assert all(found.min() >= 14 - 9 and found.max() <= 14 + 9 for found in rows)
