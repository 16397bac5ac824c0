"""Small pictures enlarged without smoothing."""

import cv2
import numpy as np
import pytest
from PIL import Image

from model.preprocess.blocks import MOST_BLOCKS, shrink_blocks


@pytest.fixture
def small():
    """Draw a coarse picture of 8x8 pixels with all its sides seen."""
    return np.random.default_rng(0).integers(0, 17, (8, 8)).astype(np.uint8) * 15


@pytest.mark.parametrize("times", [3, 4, 12, 50])
def test_blocks_become_pixels_again(small, times):
    pixels, block = shrink_blocks(np.kron(small, np.ones((times, times), np.uint8)))

    np.testing.assert_array_equal(pixels, small)
    assert block == times


@pytest.mark.parametrize("side", [28, 60, 100, 300, 500, 777])
def test_blocks_need_not_all_be_of_one_size(small, side):
    enlarged = np.asarray(Image.fromarray(small).resize((side, side), Image.Resampling.NEAREST))

    pixels, block = shrink_blocks(enlarged)

    np.testing.assert_array_equal(pixels, small)
    assert block == side // 8


def test_pictures_may_be_wide_and_have_margins_in_which_no_side_is_seen(small):
    wide = np.pad(small, ((1, 1), (5, 9)))

    pixels, block = shrink_blocks(np.kron(wide, np.ones((10, 10), np.uint8)))

    np.testing.assert_array_equal(pixels, wide)
    assert block == 10


def draw_digit():
    picture = np.full((500, 500), 255, np.uint8)
    cv2.ellipse(picture, (250, 250), (80, 140), 10, 0, 360, 0, 20)
    return picture


PICTURES = {
    "a drawing": draw_digit(),
    "a smooth drawing": cv2.GaussianBlur(draw_digit(), (5, 5), 0),
    "grain": np.random.default_rng(1).integers(0, 255, (120, 90)).astype(np.uint8),
    "nothing": np.full((400, 400), 255, np.uint8),
    "a tile": np.random.default_rng(2).integers(0, 255, (28, 28)).astype(np.uint8),
    "a pixel": np.zeros((1, 1), np.uint8),
    "blocks without end": np.kron(
        np.random.default_rng(3).integers(0, 255, (MOST_BLOCKS + 8,) * 2), np.ones((5, 5))
    ).astype(np.uint8),
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_other_pictures_stay_as_they_are(picture):
    pixels, block = shrink_blocks(picture)

    assert pixels is picture
    assert block == 1
