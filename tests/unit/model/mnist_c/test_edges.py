"""Canny edges: thin, closed around ink, and only where it is steep enough somewhere."""

import cv2
import numpy as np
import pytest

from model.mnist_c.edges import canny_edges, find_crests, follow_edges


def test_edges_are_white_on_black_and_enclose_the_ink(digit, rng):
    edges = canny_edges(digit, rng)

    assert set(np.unique(edges)) == {0, 255}
    # From a corner, four neighbours at a time, no ink is reached.
    cv2.floodFill(edges, None, (0, 0), 128)
    assert not (edges[digit == 255] == 128).any()


def test_a_square_has_an_outline_a_pixel_wide(rng):
    square = np.zeros((28, 28), np.uint8)
    square[8:20, 8:20] = 255

    edges = canny_edges(square, rng) > 0

    # A row through its middle meets the left and the right side; both pixels at a step may be equally steep.
    assert np.flatnonzero(edges[14]).tolist() in ([7, 20], [7, 8, 19, 20], [8, 19])
    assert not edges[11:17, 11:17].any()


@pytest.mark.parametrize(("grey", "seen"), [(8, False), (40, True)])
def test_faint_steps_are_no_edges(grey, seen, rng):
    picture = np.zeros((28, 28), np.uint8)
    picture[10:18, 10:18] = grey

    assert canny_edges(picture, rng).any() == seen


def test_crests_are_across_the_gradient():
    slopes = np.tile(np.maximum(0, 5 - np.abs(np.arange(28) - 13.0)), (28, 1))

    crests = find_crests(slopes, np.zeros_like(slopes), np.sign(slopes))

    np.testing.assert_array_equal(np.flatnonzero(crests.any(axis=0)), [13])
    assert crests[1:-1, 13].all()
    assert not crests[[0, -1]].any()


def test_groups_without_a_start_are_left_out():
    candidates = np.zeros((28, 28), bool)
    candidates[[3, 4, 5], [3, 4, 5]] = candidates[20, 10:15] = True
    starts = np.zeros((28, 28), bool)
    starts[[5, 0], [5, 0]] = True

    np.testing.assert_array_equal(np.argwhere(follow_edges(candidates, starts)), [[3, 3], [4, 4], [5, 5]])
