"""Light: brightness adds its amount, fog is a cloud that repeats."""

import numpy as np
import pytest

from model.mnist_c.light import brightness, draw_plasma, fog


def test_brightness_adds_half_of_white(digit, rng):
    np.testing.assert_allclose(brightness(digit, rng), np.minimum(digit + 127.5, 255), atol=0.5)


def test_plasma_goes_from_0_to_1_and_joins_at_its_borders(rng):
    plasma = draw_plasma(rng, 1.4)

    assert plasma.shape == (256, 256)
    assert (plasma.min(), plasma.max()) == (0, 1)
    inside = np.abs(np.diff(plasma, axis=0)).mean()
    assert np.abs(plasma[0] - plasma[-1]).mean() == pytest.approx(inside, rel=0.5)


def test_plasma_gets_smoother_with_its_decay():
    rough, smooth = (np.abs(np.diff(draw_plasma(np.random.default_rng(0), decay))).mean() for decay in (1.2, 2.0))

    assert smooth < rough / 4


def test_fog_takes_the_contrast_down_to_a_quarter(digit):
    foggy = np.stack([fog(digit, np.random.default_rng(seed)) for seed in range(20)]).astype(float)

    white = digit > 250
    # Ink of 1 and fog of at most 3 share what was 1.
    assert foggy[:, white].mean() - foggy[:, digit == 0].mean() == pytest.approx(255 / 4, abs=12)
    assert 60 < foggy[:, digit == 0].mean() < 140


def test_fog_cannot_be_seen_where_nothing_is_white(rng):
    assert fog(np.zeros((28, 28), np.uint8), rng).max() == 0
