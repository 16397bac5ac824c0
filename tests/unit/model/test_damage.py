"""What happens to digits in training, after they were written."""

import numpy as np
import pytest

from model.damage import FAINT, WAYS, damage_tiles
from model.preprocess.normalise import make_tile
from tests.support.sketches import share_ink, sketch


@pytest.fixture
def tiles():
    """Each digit once in MNIST's form: uint8 (10, 28, 28)."""
    drawn = [sketch((60, 60), (str(digit), (12, 8, 32, 44)), pen=6) for digit in range(10)]
    return np.stack([make_tile(ink, 50) for ink in drawn])


def test_a_share_of_the_tiles_is_changed_and_the_given_ones_stay(tiles):
    many = np.tile(tiles, (100, 1, 1))
    before = many.copy()

    damaged = damage_tiles(many, np.random.default_rng(1), share=0.3)

    np.testing.assert_array_equal(many, before)
    assert damaged.shape == many.shape
    assert damaged.dtype == np.uint8
    changed = (damaged != many).any(axis=(1, 2)).mean()
    assert 0.24 < changed < 0.36


def test_it_is_the_same_for_the_same_state(tiles):
    one, same, other = (damage_tiles(tiles, np.random.default_rng(seed), share=1.0) for seed in (1, 1, 2))

    np.testing.assert_array_equal(one, same)
    assert (one != other).any()


@pytest.mark.parametrize("way", sorted(set(WAYS), key=lambda way: way.__name__), ids=lambda way: way.__name__)
def test_what_is_damaged_still_shows_the_digit(tiles, way):
    rng = np.random.default_rng(3)
    changed = [way(tile, rng) for tile in tiles for _ in range(10)]

    shares = [share_ink(after > FAINT, np.repeat(tiles, 10, axis=0)[at] > FAINT) for at, after in enumerate(changed)]

    assert all(after.shape == (28, 28) and after.dtype == np.uint8 for after in changed)
    assert 0.3 < np.mean(shares) < 0.97


def test_results_have_the_form_of_tiles(tiles):
    damaged = damage_tiles(np.tile(tiles, (10, 1, 1)), np.random.default_rng(4), share=1.0)

    for tile in damaged:
        rows, columns = np.nonzero(tile > FAINT)
        assert max(np.ptp(rows), np.ptp(columns)) + 1 <= 23
        total = tile.sum()
        assert abs((tile.sum(axis=1) * np.arange(28)).sum() / total - 14) < 2.5
