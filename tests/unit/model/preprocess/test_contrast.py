"""Paper and ink, by their grey levels."""

import cv2
import numpy as np
import pytest

from model.preprocess import contrast


def test_threshold_lies_between_two_peaks():
    histogram = np.zeros(256)
    histogram[[40, 45, 200, 210]] = [50, 50, 400, 500]

    assert 45 <= contrast.find_threshold(histogram) < 200


def test_threshold_of_a_uniform_picture_is_defined():
    assert 0 <= contrast.find_threshold(contrast.count_levels(np.full((9, 9), 7, np.uint8))) <= 255


def test_little_ink_on_grained_paper_is_found_at_its_edges():
    picture = np.random.default_rng(0).normal(60, 4, (200, 200))
    picture[90:110, 95:105] = 220

    assert 90 < contrast.find_edge_level(picture.astype(np.uint8)) < 200


def test_edge_level_of_a_uniform_picture_is_defined():
    assert 0 <= contrast.find_edge_level(np.full((9, 9), 7, np.uint8)) <= 255


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


def test_polarity_of_a_fat_digit_that_leaves_corners_alone():
    crop = np.zeros((160, 120), np.uint8)
    cv2.ellipse(crop, (60, 80), (42, 62), 0, 0, 360, 255, 36)

    assert not contrast.is_light_paper(crop, 127)
    assert contrast.is_light_paper(255 - crop, 127)


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (2, 2), (9, 1)])
def test_polarity_of_tiny_pictures_is_defined(shape):
    assert contrast.is_light_paper(np.full(shape, 255, np.uint8), 127)
    assert not contrast.is_light_paper(np.zeros(shape, np.uint8), 127)


def test_levels_of_grained_paper():
    rng = np.random.default_rng(0)
    picture = rng.normal(60, 5, (100, 100))
    picture[40:60, 40:60] = 180

    levels = contrast.measure_levels(contrast.count_levels(picture.astype(np.uint8)), 120)

    assert levels.paper == pytest.approx(60, abs=1)
    assert levels.noise == pytest.approx(5, abs=1.5)
    assert levels.ink == 180
    assert not levels.is_blank((100, 100))


def test_what_does_not_stand_out_from_the_grain_is_blank():
    assert contrast.Levels(paper=60, ink=100, noise=20).is_blank((500, 500))
    assert contrast.Levels(paper=60, ink=64, noise=0).is_blank((500, 500))
    assert not contrast.Levels(paper=60, ink=200, noise=20).is_blank((500, 500))


def test_edges_in_a_small_picture_are_no_grain():
    levels = contrast.Levels(paper=0, ink=250, noise=80)

    assert levels.is_blank((500, 500))
    assert not levels.is_blank((28, 28))


def test_stretching_keeps_the_greys_of_edges():
    levels = contrast.Levels(paper=50, ink=150, noise=2)

    stretched = contrast.stretch_to_ink(np.array([[40, 50, 56, 100, 150, 200]], np.uint8), levels)

    np.testing.assert_array_equal(stretched, [[0, 0, 0, 128, 255, 255]])


def test_percentiles_are_bins():
    cumulative = np.array([0, 10, 0, 80, 10]).cumsum()

    assert [contrast.find_percentile(cumulative, share) for share in (0.05, 0.5, 0.95)] == [1, 3, 4]
