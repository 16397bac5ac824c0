"""Strips that are moved, stretched and slanted, with their digits."""

import numpy as np

from model.strips.cutting import LEFT, LONGEST, MIDDLE, RIGHT
from model.strips.network import CHANNELS, HEIGHT, WIDTH
from model.strips.shake import move_strips, shake_strips


def make_bar(column):
    """Write a 1 over the whole height of a strip, two columns from this one on."""
    strips = np.zeros((1, HEIGHT, WIDTH, CHANNELS), np.uint8)
    strips[:, :, column : column + 2] = 255
    digits = np.zeros((1, LONGEST, 4), np.float32)
    digits[0, 0] = 2, column + 1, column, column + 2
    return strips, digits


def find_bar(strips):
    """Return the column, in pixels, of the middle of what is written halfway down a strip."""
    levels = strips[0, HEIGHT // 2, :, 0].astype(float)
    return float(((np.arange(WIDTH) + 0.5) * levels).sum() / levels.sum())


def test_strips_move_with_their_digits():
    strips, digits = make_bar(40)

    moved, there = move_strips(strips, digits, np.array([[[2.0, 0, 5], [0, 1, 0]]]))

    assert there[0, 0].tolist() == [2, 87, 85, 89]
    assert abs(find_bar(moved) - there[0, 0, MIDDLE]) <= 0.5
    assert not there[0, 1:].any()


def test_of_a_slanted_digit_the_middle_is_known():
    strips, digits = make_bar(128)

    moved, there = move_strips(strips, digits, np.array([[[1.0, 0.5, 0], [0, 1, 0]]]))

    assert there[0, 0, MIDDLE] == 129 + 0.5 * HEIGHT / 2
    assert abs(find_bar(moved) - there[0, 0, MIDDLE]) <= 0.5


def test_digits_stay_in_a_strip_however_it_is_shaken():
    rng = np.random.default_rng(3)
    strips, digits = make_bar(2)
    shaken = [shake_strips(strips, digits, rng) for _ in range(200)]

    assert all(there[0, 0, LEFT] >= 0 and there[0, 0, RIGHT] <= WIDTH for _, there in shaken)
    assert all(strip[..., 0].max() > 100 for strip, _ in shaken)
    assert len({float(there[0, 0, MIDDLE]) for _, there in shaken}) == 200
