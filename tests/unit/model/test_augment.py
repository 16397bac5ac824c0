"""Augmentation: tiles stay tiles, and a seed says which."""

import numpy as np
import pytest

from model import augment


@pytest.fixture
def tiles(golden):
    return golden.tiles


def test_the_same_seed_gives_the_same_tiles(tiles):
    first, second, other = (augment.augment_tiles(tiles, np.random.default_rng(seed)) for seed in (1, 1, 2))

    assert first.shape == tiles.shape
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(first, second)
    assert (first != other).any()


def test_no_change_is_the_identity(tiles):
    matrices = np.broadcast_to(np.eye(2, dtype=np.float32), (len(tiles), 2, 2))

    np.testing.assert_array_equal(augment.warp_tiles(tiles, matrices, np.zeros((len(tiles), 2), np.float32)), tiles)


def test_shifts_move_down_and_right(tiles):
    matrices = np.broadcast_to(np.eye(2, dtype=np.float32), (len(tiles), 2, 2))
    shifts = np.broadcast_to(np.float32([2, 1]), (len(tiles), 2))

    warped = augment.warp_tiles(tiles, matrices, shifts)

    np.testing.assert_array_equal(warped[:, 2:, 1:], tiles[:, :-2, :-1])


def test_quarter_turn(tiles):
    turn = np.broadcast_to(np.float32([[0, 1], [-1, 0]]), (len(tiles), 2, 2))

    warped = augment.warp_tiles(tiles, turn, np.zeros((len(tiles), 2), np.float32))

    np.testing.assert_array_equal(warped, np.rot90(tiles, axes=(1, 2)))


def test_far_shifts_leave_only_background(tiles):
    matrices = np.broadcast_to(np.eye(2, dtype=np.float32), (len(tiles), 2, 2))

    assert augment.warp_tiles(tiles, matrices, np.full((len(tiles), 2), 40, np.float32)).max() == 0


def test_some_strokes_change_and_most_do_not(tiles):
    many = np.tile(tiles, (20, 1, 1))

    varied = augment.vary_strokes(many, np.random.default_rng(0))

    ink = varied.sum(axis=(1, 2), dtype=int) - many.sum(axis=(1, 2), dtype=int)
    assert (ink == 0).mean() == pytest.approx(1 - augment.FULL.stroke_share, abs=0.1)
    assert (ink > 0).any()
    assert (ink < 0).any()


def test_matrices_stay_within_their_limits():
    full, gentle = (
        augment.draw_matrices(500, np.random.default_rng(0), each) for each in (augment.FULL, augment.GENTLE)
    )

    assert np.linalg.det(full) == pytest.approx(np.ones(500), abs=0.45)
    assert np.abs(full - np.eye(2)).max() < 0.75
    assert np.abs(gentle - np.eye(2)).max() < 0.5 * np.abs(full - np.eye(2)).max()


def test_no_strength_changes_nothing(tiles):
    nothing = augment.Strength(rotation=0, shear=0, log_scale=0, shift=0, warp=0, stroke_share=0)

    np.testing.assert_array_equal(augment.augment_tiles(tiles, np.random.default_rng(0), nothing), tiles)


def test_gentle_changes_are_smaller(tiles):
    full, gentle = (
        np.abs(augment.augment_tiles(tiles, np.random.default_rng(0), each).astype(int) - tiles).mean()
        for each in (augment.FULL, augment.GENTLE)
    )

    assert 1 < gentle < 0.75 * full


def test_warps_bend_smoothly_and_to_all_sides():
    warps = augment.draw_warps(200, 28, np.random.default_rng(0), augment.FULL).reshape(200, 2, 28, 28)

    assert warps.dtype == np.float32
    assert abs(float(warps.mean())) < 0.1
    assert float(warps.std()) == pytest.approx(augment.FULL.warp, rel=0.5)
    # Neighbours are moved alike.
    assert max(float(np.abs(np.diff(warps, axis=axis)).mean()) for axis in (2, 3)) < 0.3 * augment.FULL.warp
