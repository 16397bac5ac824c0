"""Large pictures made smaller."""

import numpy as np
import pytest

from model.preprocess.reduce import WORKING_SIDE, reduce_picture


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (WORKING_SIDE, 40), (200, WORKING_SIDE)])
def test_small_pictures_stay_as_they_are(shape):
    grey = np.zeros(shape, np.uint8)

    reduced, factor = reduce_picture(grey)

    assert reduced is grey
    assert factor == 1


@pytest.mark.parametrize("shape", [(WORKING_SIDE + 1, 100), (500, 500), (641, 641), (3000, 4000)])
def test_large_pictures_are_reduced_by_a_whole_factor(shape):
    reduced, factor = reduce_picture(np.zeros(shape, np.uint8))

    assert max(reduced.shape) <= WORKING_SIDE
    assert reduced.shape == (shape[0] // factor, shape[1] // factor)
    assert reduced.dtype == np.uint8
    # No smaller than it must be.
    assert max(shape) / (factor - 1) > WORKING_SIDE


def test_every_pixel_weighs_the_same():
    fine = np.indices((2 * WORKING_SIDE, 2 * WORKING_SIDE)).sum(axis=0) % 2 * 200

    reduced, _ = reduce_picture(fine.astype(np.uint8))

    assert (reduced == 100).all()


@pytest.mark.parametrize("shape", [(1, 4000), (4000, 1), (3, 60_000)])
def test_what_would_vanish_is_not_reduced(shape):
    reduced, factor = reduce_picture(np.zeros(shape, np.uint8))

    assert min(reduced.shape) >= 1
    assert (reduced.shape[0] * factor, reduced.shape[1] * factor) == shape
