"""Paper and ink, by their grey levels."""

import numpy as np
import pytest

from model import contrast
from model.preprocess import orient_ink


def test_threshold_lies_between_two_peaks():
    histogram = np.zeros(256, np.int64)
    histogram[[40, 45, 200, 210]] = [50, 50, 400, 500]

    assert 45 <= contrast.find_threshold(histogram) < 200


def test_threshold_of_a_uniform_picture_is_defined():
    assert 0 <= contrast.find_threshold(contrast.count_levels(np.full((9, 9), 7, np.uint8))) <= 255


@pytest.mark.parametrize("pen", [4, 40, 90])
def test_polarity_of_thin_and_thick_pens(draw, pen):
    board = draw(pen=pen)

    assert contrast.is_light_paper(board, 127)
    assert not contrast.is_light_paper(255 - board, 127)


def test_polarity_of_a_crop_whose_ink_touches_the_border(draw):
    board = draw(pen=40)
    rows, columns = np.nonzero(board < 128)
    crop = board[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]

    assert contrast.is_light_paper(crop, 127)
    assert not contrast.is_light_paper(255 - crop, 127)


def test_levels_of_grained_paper():
    rng = np.random.default_rng(0)
    picture = rng.normal(60, 5, (100, 100))
    picture[40:60, 40:60] = 180

    levels = contrast.measure_levels(contrast.count_levels(picture.astype(np.uint8)), 120)

    assert levels.paper == pytest.approx(60, abs=1)
    assert levels.noise == pytest.approx(5, abs=1.5)
    assert levels.ink == 180
    assert not levels.is_blank


@pytest.mark.parametrize("sigma", [0.0, 2.0, 8.0, 20.0])
def test_grain_alone_is_blank(sigma):
    grain = np.random.default_rng(1).normal(128, sigma, (120, 120)).clip(0, 255).astype(np.uint8)

    assert orient_ink(grain)[1].is_blank


def test_stretching_keeps_the_greys_of_edges():
    levels = contrast.Levels(paper=50, ink=150, noise=2)

    stretched = contrast.stretch_to_ink(np.array([40, 50, 56, 100, 150, 200], np.uint8), levels)

    np.testing.assert_array_equal(stretched, [0, 0, 0, 128, 255, 255])
