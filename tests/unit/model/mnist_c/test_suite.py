"""The suite: fifteen corruptions in the published order, repeatable, each of them a change."""

import numpy as np
import pytest

from model.mnist_c.suite import CORRUPTIONS, corrupt, corrupt_all

PUBLISHED = (
    "shot_noise impulse_noise glass_blur motion_blur shear scale rotate brightness translate stripe fog spatter "
    "dotted_line zigzag canny_edges"
)
CONSTANT = {"scale", "brightness", "stripe", "canny_edges"}


def test_has_the_published_fifteen_in_order():
    assert list(CORRUPTIONS) == PUBLISHED.split()


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_changes_a_digit_repeatably_and_not_in_place(name, digit):
    before = digit.copy()

    first, second = (corrupt(name, digit, np.random.default_rng(1)) for _ in range(2))

    assert first.shape == (28, 28)
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(first, second)
    assert (first != digit).any()
    np.testing.assert_array_equal(digit, before)


@pytest.mark.parametrize("name", CORRUPTIONS)
@pytest.mark.parametrize("grey", [0, 255])
def test_takes_blank_and_full_pictures(name, grey, rng):
    assert corrupt(name, np.full((28, 28), grey, np.uint8), rng).shape == (28, 28)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_all_random_ones_differ_from_digit_to_digit_and_from_seed_to_seed(name, digit):
    digits = np.stack([digit] * 8)

    corrupted, again, other = (corrupt_all(digits, name, seed) for seed in (1, 1, 2))

    np.testing.assert_array_equal(corrupted, again)
    assert (corrupted == corrupted[0]).all() == (name in CONSTANT)
    assert (corrupted == other).all() == (name in CONSTANT)


def test_a_digit_does_not_depend_on_how_many_follow(digit):
    digits = np.stack([digit] * 5)

    np.testing.assert_array_equal(corrupt_all(digits[:2], "fog", 4), corrupt_all(digits, "fog", 4)[:2])


def test_no_digits_give_none():
    assert corrupt_all(np.zeros((0, 28, 28), np.uint8), "fog", 0).shape == (0, 28, 28)


def test_an_unknown_name_is_an_error(digit, rng):
    with pytest.raises(KeyError, match="frost"):
        corrupt("frost", digit, rng)
