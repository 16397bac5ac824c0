"""A second opinion: which digits get one, how tiles are turned, and what is made of it."""

import numpy as np
import pytest

from model.second_opinion import IN_DOUBT, TURNS, find_doubtful, merge_opinions, turn_tiles


def test_only_digits_in_doubt_get_one():
    sure, doubtful, none = np.zeros((3, 11), np.float32)
    sure[4], doubtful[[4, 9]], none[[1, 10]] = 1.0, (0.6, 0.4), (0.01, 0.99)

    assert find_doubtful(np.stack([sure, doubtful, none])).tolist() == [1, 2]
    assert find_doubtful(np.zeros((0, 11), np.float32)).size == 0
    assert 0.9 < IN_DOUBT < 1


def test_tiles_are_turned_to_both_sides():
    bar, square = np.zeros((2, 28, 28), np.uint8)
    bar[4:24, 13:15] = 255
    square[10:18, 10:18] = 255

    turned = turn_tiles(np.stack([bar, square]))

    assert turned.shape == (2 * len(TURNS), 28, 28)
    assert turned.dtype == np.uint8
    left, right = turned[0], turned[2]
    np.testing.assert_allclose(left.astype(int), right[:, ::-1].astype(int), atol=16)
    top, bottom = (left[rows].sum(axis=0) @ np.arange(28) / left[rows].sum() for rows in (slice(4, 9), slice(19, 24)))
    assert abs(top - bottom) == pytest.approx(15 * np.tan(np.deg2rad(8)), abs=0.4)
    assert turned[1, 13, 13] == turned[3, 13, 13] == 255


def test_opinions_are_merged_as_a_geometric_mean():
    first = np.full((2, 11), 0.01, np.float32)
    first[0, 3], first[1, 5] = 0.9, 0.9
    turned = np.concatenate([first, first])
    turned[[0, 2]] = np.roll(first[0], 1)

    merged = merge_opinions(first, turned)

    np.testing.assert_allclose(merged.sum(axis=1), 1, atol=1e-6)
    assert merged.argmax(axis=1).tolist() == [4, 5]
    assert merged[0, 3] / merged[0, 4] == pytest.approx(0.9 ** (-1 / 3) * 0.01 ** (1 / 3), rel=1e-4)
    np.testing.assert_allclose(merged[1], first[1] / first[1].sum(), rtol=1e-5)


def test_one_opinion_cannot_veto():
    first = np.zeros((1, 11), np.float32)
    first[0, 3] = 1.0
    turned = np.concatenate([first, np.roll(first, 5)])

    assert merge_opinions(first, turned).argmax() == 3
