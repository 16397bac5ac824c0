"""Ink brought into MNIST's form."""

import numpy as np
import pytest

from model import normalise


def centre_of_mass(tile):
    rows, columns = np.indices(tile.shape)
    return (tile * rows).sum() / tile.sum(), (tile * columns).sum() / tile.sum()


@pytest.mark.parametrize(("height", "width"), [(400, 100), (100, 400), (7, 5), (33, 33), (300, 2)])
def test_longest_side_becomes_twenty(height, width):
    fitted = normalise.fit_ink(np.full((height, width), 255, np.uint8), max(height, width))

    assert max(fitted.shape) == 20
    assert fitted.shape[0] / fitted.shape[1] == pytest.approx(min(20, height / width), rel=0.2)


def test_ink_of_the_right_size_is_left_alone():
    ink = np.random.default_rng(0).integers(0, 256, (20, 13), dtype=np.uint8)

    assert normalise.fit_ink(ink, 20) is ink


def test_reducing_is_anti_aliased():
    ink = np.zeros((200, 200), np.uint8)
    ink[:, 100:] = 255
    ink[:100, 95:100] = 255

    fitted = normalise.fit_ink(ink, 200)

    assert int(fitted[5, 9]) == pytest.approx(128, abs=25)
    assert fitted[15, 12] >= 250


@pytest.mark.parametrize("pen", [1, 2, 4, 8])
def test_thin_strokes_stay_visible(pen):
    ink = np.zeros((300, 300), np.uint8)
    ink[:, 150 : 150 + pen] = 255
    ink[:pen, :] = 255

    fitted = normalise.fit_ink(ink, 300)

    assert (fitted.max(axis=1) >= 150).all()


def test_strong_ink_is_not_changed():
    ink = np.array([[0, 255, 120], [255, 255, 0]], np.uint8)

    assert normalise.strengthen_ink(ink) is ink
    assert normalise.strengthen_ink(np.zeros((3, 3), np.uint8)).max() == 0


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
