"""Hands: another writer's digit, still the same digit."""

import numpy as np
import pytest

from model.simulate import hands

SEVEN = (np.float32([[0, 0], [60, 2], [20, 100]]), np.float32([[10, 50], [50, 48]]))


def test_the_same_seed_gives_the_same_hand():
    first, second, other = (hands.vary_strokes(SEVEN, np.random.default_rng(seed)) for seed in (1, 1, 2))

    assert len(first) == len(SEVEN)
    assert all(stroke.dtype == np.float32 and stroke.shape[1] == 2 for stroke in first)
    for one, again in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, again)
    assert any(one.shape != another.shape or (one != another).any() for one, another in zip(first, other, strict=True))


def test_every_hand_stays_in_the_box_and_near_upright():
    leans = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        (line,) = hands.vary_strokes([np.float32([[0, 0], [0, 100]])], rng)
        points = np.concatenate(hands.vary_strokes(SEVEN, rng))
        assert points.min() >= -1e-5
        assert points.max() <= 1 + 1e-5
        leans.append(np.rad2deg(np.arctan2(*(line[-1] - line[0]))))
    assert np.abs(leans).max() < 45
    assert np.percentile(np.abs(leans), 80) < 20


def test_no_freedom_leaves_the_digit_upright():
    matrix = hands.draw_hand(np.concatenate(SEVEN), np.random.default_rng(0), freedom=0.0)

    np.testing.assert_allclose(matrix, np.eye(2), atol=1e-6)


def test_resampling_lengthens_and_shortens_ends():
    line = np.float32([[0, 0], [1, 0]])

    np.testing.assert_allclose(hands.resample(line, 0.25)[:, 0], [0, 0.25, 0.5, 0.75, 1])
    np.testing.assert_allclose(hands.resample(line, 0.25, (0.1, -0.2))[[0, -1]], [[-0.1, 0], [0.8, 0]], atol=1e-6)
    # Too short to lose anything; and a dot stays one.
    np.testing.assert_allclose(hands.resample(line * 0.1, 0.02, (-0.06, -0.06))[[0, -1]], line * 0.1, atol=1e-7)
    assert hands.resample(np.float32([[3, 4]]), 0.1).tolist() == [[3, 4]]


def test_rounding_cuts_corners_and_keeps_ends():
    corner = hands.resample(np.float32([[0, 0], [1, 0], [1, 1]]), 0.1)

    rounded = hands.round_corners(corner, 2)

    np.testing.assert_allclose(rounded[[0, -1]], corner[[0, -1]], atol=1e-6)
    assert rounded[10, 0] < 0.99
    assert rounded[10, 1] > 0.01


@pytest.mark.parametrize("strokes", [[np.float32([[5, 5]])], [np.float32([[5, 5], [5, 5]]), np.float32([[6, 9]])]])
def test_dots_are_strokes_too(strokes):
    varied = hands.vary_strokes(strokes, np.random.default_rng(0))

    assert len(varied) == len(strokes)
    assert np.isfinite(np.concatenate(varied)).all()
    with pytest.raises(ValueError, match="no strokes"):
        hands.vary_strokes([], np.random.default_rng(0))
