"""Salt and pepper."""

import numpy as np
import pytest

from model.preprocess.pieces import find_pieces
from model.preprocess.speckle import calm_speckle, is_speckled
from tests.support.sketches import as_mask, share_ink, sketch

SHAPE = (200, 200)


@pytest.fixture
def seven():
    return sketch(SHAPE, ("7", (60, 40, 80, 120)), pen=10)


def sprinkle(grey, share):
    """Set a share of the pixels to black or white, by lot."""
    rng = np.random.default_rng(0)
    chosen = rng.random(grey.shape) < share
    return np.where(chosen, rng.integers(0, 2, grey.shape) * 255, grey).astype(np.uint8)


def look_for_speckle(grey):
    return is_speckled(find_pieces(as_mask(grey))[1])


@pytest.mark.parametrize("share", [0.02, 0.1])
def test_speckle_is_noticed_and_calmed(seven, share):
    speckled = sprinkle(seven, share)

    assert look_for_speckle(speckled)
    calmed = calm_speckle(speckled)
    assert not look_for_speckle(calmed)
    assert share_ink(as_mask(calmed), as_mask(seven)) > 0.9


def test_digits_and_some_dust_are_no_speckle(seven):
    assert not look_for_speckle(seven)
    dusty = seven.copy()
    dusty[10:50:20, 10:50:20] = 255
    assert not look_for_speckle(dusty)


def test_dots_of_a_pen_are_no_speckle():
    dots = np.zeros(SHAPE, np.uint8)
    for row in range(20, 180, 12):
        dots[row : row + 5, 100:105] = 255

    assert not look_for_speckle(dots)


def test_a_blank_picture_is_not_speckled():
    assert not is_speckled([])
