"""Noises: photons can be counted, and impulses hit their share."""

import numpy as np
import pytest

from model.mnist_c.noises import impulse_noise, shot_noise


def test_shot_noise_leaves_black_and_three_levels_of_photons(digit, rng):
    noisy = shot_noise(digit, rng)

    assert set(np.unique(noisy)) <= {0, 85, 170, 255}
    assert noisy[digit == 0].max() == 0


def test_shot_noise_keeps_the_mean_of_dark_grey(rng):
    grey = np.full((28, 28), 40, np.uint8)

    assert np.mean([shot_noise(grey, rng) for _ in range(50)]) == pytest.approx(40, abs=1)


def test_impulses_hit_their_share_half_white_half_black(rng):
    noisy = np.stack([impulse_noise(np.full((28, 28), 100, np.uint8), rng) for _ in range(50)])

    assert set(np.unique(noisy)) == {0, 100, 255}
    assert (noisy == 0).mean() == pytest.approx(0.085, abs=0.006)
    assert (noisy == 255).mean() == pytest.approx(0.085, abs=0.006)
