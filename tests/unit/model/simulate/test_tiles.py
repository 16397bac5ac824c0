"""Tiles as ink: any size, close around the digit, with its loops."""

import cv2
import numpy as np
import pytest

from model.simulate.tiles import ink_from_tile


@pytest.fixture
def zero():
    tile = np.zeros((28, 28), np.uint8)
    cv2.ellipse(tile, (14, 14), (6, 9), 0, 0, 360, (255,), 2, cv2.LINE_AA)
    return tile


def count_loops(coverage):
    bare = np.pad((coverage < 0.5).astype(np.uint8), 1, constant_values=1)
    return cv2.connectedComponents(bare, connectivity=4)[0] - 2


@pytest.mark.parametrize("height", [12, 20, 60, 300])
def test_ink_has_the_height_asked_for_and_its_loop(zero, height):
    for seed in range(20):
        coverage = ink_from_tile(zero, height, np.random.default_rng(seed))
        assert coverage.dtype == np.float32
        assert 0 <= coverage.min() <= coverage.max() <= 1
        assert coverage.max() > 0.9
        assert coverage.shape[0] == pytest.approx(height, abs=3 + 0.2 * height)
        assert count_loops(coverage) == 1


def test_the_same_seed_gives_the_same_ink_and_others_another_pen(zero):
    first, second = (ink_from_tile(zero, 80, np.random.default_rng(1)) for _ in range(2))
    amounts = [ink_from_tile(zero, 80, np.random.default_rng(seed)).sum() for seed in range(30)]

    np.testing.assert_array_equal(first, second)
    assert max(amounts) > 1.3 * min(amounts)


def test_what_is_no_tile_raises(zero):
    rng = np.random.default_rng(0)

    for tile, height in ((np.zeros_like(zero), 50), (zero.astype(np.float32), 50), (zero[0], 50), (zero, 0)):
        with pytest.raises(ValueError, match="tile"):
            ink_from_tile(tile, height, rng)
