"""Ink brought into MNIST's form."""

import cv2
import numpy as np
import pytest

from model.preprocess import normalise
from tests.support.sketches import STROKES, sketch


def centre_of_mass(tile):
    rows, columns = np.indices(tile.shape)
    return (tile * rows).sum() / tile.sum(), (tile * columns).sum() / tile.sum()


def write(digit, height, width, pen):
    ink = sketch((height + 2 * pen, width + 2 * pen), (digit, (pen, pen, width, height)), pen=pen)
    _, _, columns, rows = cv2.boundingRect((ink > 127).astype(np.uint8))
    return ink, max(columns, rows), rows / columns


@pytest.mark.parametrize(("height", "width", "pen"), [(300, 200, 30), (150, 150, 4), (60, 100, 6), (12, 8, 1)])
def test_the_longest_side_becomes_twenty(height, width, pen):
    ink, side, ratio = write("0", height, width, pen)

    tile = normalise.make_tile(ink, side)

    _, _, columns, rows = cv2.boundingRect((tile > 100).astype(np.uint8))
    assert tile.shape == (28, 28)
    assert tile.dtype == np.uint8
    assert max(columns, rows) == pytest.approx(20, abs=1)
    # A thin pen that becomes wider takes from the difference of the sides.
    assert rows / columns == pytest.approx(ratio, rel=0.25)


def test_ink_of_the_right_size_is_left_alone():
    ink = np.random.default_rng(0).integers(1, 256, (20, 13), dtype=np.uint8)

    tile = normalise.make_tile(ink, 20)

    left, top, width, height = cv2.boundingRect(tile)
    np.testing.assert_array_equal(tile[top : top + height, left : left + width], ink)


def test_outlines_are_anti_aliased():
    tile = normalise.make_tile(*write("0", 200, 150, 20)[:2])

    assert ((tile > 30) & (tile < 225)).sum() > 20
    assert tile.max() == 255


@pytest.mark.parametrize("pen", [1, 2, 4, 8])
@pytest.mark.parametrize("digit", STROKES)
def test_thin_strokes_stay_visible(digit, pen):
    tile = normalise.make_tile(*write(digit, 280, 180, pen)[:2])

    # No row through the digit is without ink; the first and the last may be half covered.
    darkest = tile.max(axis=1)
    inked = np.flatnonzero(darkest)
    assert inked.size >= 19
    assert (darkest[inked[0] + 1 : inked[-1]] >= 150).all()


@pytest.mark.parametrize("corner", [(0, 0), (0, 12), (8, 0), (8, 12)])
def test_centre_of_mass_is_in_the_centre(corner):
    ink = np.full((20, 16), 60, np.uint8)
    ink[corner[0] : corner[0] + 4, corner[1] : corner[1] + 4] = 255

    tile = normalise.centre_ink(ink)

    assert tile.shape == (28, 28)
    assert tile.sum() == ink.sum()
    assert centre_of_mass(tile) == pytest.approx((14, 14), abs=0.51)


def test_lopsided_ink_stays_inside():
    ink = np.ones((20, 20), np.uint8)
    ink[0, :] = 255

    assert normalise.centre_ink(ink).sum() == ink.sum()


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (20, 1), (1, 20)])
def test_any_size_up_to_the_tile_is_centred(shape):
    assert normalise.centre_ink(np.full(shape, 9, np.uint8)).sum() == 9 * shape[0] * shape[1]


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (2, 2), (90, 90), (7, 5)])
def test_blocks_of_any_shape_become_tiles(shape):
    tile = normalise.make_tile(np.full(shape, 255, np.uint8), max(shape))

    assert tile.shape == (28, 28)
    assert tile.max() > 100
