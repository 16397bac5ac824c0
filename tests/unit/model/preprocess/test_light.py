"""Uneven light, and pictures without it."""

import numpy as np
import pytest

from model.preprocess import light
from tests.support.sketches import as_mask, sketch

SHAPE = (240, 300)


def write_seven(pen=8):
    return sketch(SHAPE, ("7", (100, 60, 90, 120)), pen=pen)


def lay_on(paper, ink):
    """Dark ink on paper (height, width) of any light."""
    return (paper * (1 - 0.8 * ink / 255)).astype(np.uint8)


def part(flat, ink):
    """Levels of solid ink, and of paper away from it."""
    near = np.asarray(ink > 0)
    for axis in (0, 1):
        near = near | np.roll(near, 3, axis) | np.roll(near, -3, axis)
    return flat[ink == 255], flat[~near]


@pytest.mark.parametrize("pen", [3, 8, 20])
@pytest.mark.parametrize("polarity", ["dark ink", "light ink"])
def test_ink_is_bright_on_even_paper_whatever_the_pen(pen, polarity):
    ink = write_seven(pen)
    grey = lay_on(np.full(SHAPE, 220.0), ink)

    flat = light.flatten_light(grey if polarity == "dark ink" else 255 - grey).ink

    of_ink, of_paper = part(flat, ink)
    assert np.percentile(of_ink, 10) > 100
    assert of_paper.max() < 30


def test_a_shadow_with_a_sharp_edge_is_no_ink():
    ink = write_seven()
    paper = np.full(SHAPE, 220.0)
    paper[:, 140:] = 110

    flat = light.flatten_light(lay_on(paper, ink)).ink

    lit, shaded = (part(flat[:, side], ink[:, side]) for side in (np.s_[:140], np.s_[140:]))
    assert max(lit[1].max(), shaded[1].max()) < 60
    assert min(np.median(lit[0]), np.median(shaded[0])) > 120
    # As much of the light is taken in the shadow as out of it.
    assert np.median(lit[0]) == pytest.approx(np.median(shaded[0]), rel=0.15)


def test_light_that_falls_off_is_taken_out():
    ink = write_seven()
    paper = np.broadcast_to(np.linspace(250, 90, SHAPE[1]), SHAPE)

    of_ink, of_paper = part(light.flatten_light(lay_on(paper, ink)).ink, ink)

    assert of_paper.max() < 40
    assert np.percentile(of_ink, 10) > 100


def test_a_dark_corner_of_the_table_is_no_ink():
    ink = write_seven()
    rows, columns = np.indices(SHAPE)
    corner = rows + columns > 460
    paper = np.where(corner, 50.0, 220.0)

    flat = light.flatten_light(lay_on(paper, ink)).ink

    assert np.median(flat[corner]) < 30
    assert np.percentile(flat[(ink == 255) & ~corner], 10) > 100


def test_closing_takes_lines_and_leaves_blocks():
    grey = np.full((80, 80), 200, np.uint8)
    grey[10:13, :] = 50
    grey[30:70, 40:80] = 50

    closed = light.close_strokes(grey, 9)

    assert (closed[:25] == 200).all()
    np.testing.assert_array_equal(closed[26:], grey[26:])


def test_a_block_at_the_border_is_no_narrower_for_that():
    grey = np.full((60, 60), 200, np.uint8)
    grey[:, :5] = 40

    np.testing.assert_array_equal(light.close_strokes(grey, 9), grey)


def test_the_square_grows_with_the_pen():
    pens = (2, 9, 20)
    sides = [light.choose_square(255 - sketch((128, 128), ("7", (30, 20, 60, 80)), pen=pen)) * 128 for pen in pens]

    assert sides == sorted(sides)
    assert all(side > pen for side, pen in zip(sides, pens, strict=True))
    assert sides[0] < 12 < sides[2]


@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (500, 20), (128, 128)])
def test_shrinking_keeps_the_sides_in_proportion(shape):
    small = light.shrink(np.full(shape, 77, np.uint8), 100)

    assert max(small.shape) == min(100, max(shape))
    assert min(small.shape) >= 1
    assert (small == 77).all()


def test_ink_keeps_its_place():
    ink = write_seven()

    flat = light.flatten_light(lay_on(np.full(SHAPE, 220.0), ink)).ink

    assert (as_mask(flat) != as_mask(ink)).mean() < 0.01


@pytest.mark.parametrize("pen", [4, 10, 24])
def test_a_lamp_in_the_picture_does_not_make_paper_ink(pen):
    """Dark ink beside a bright patch, in whose light it is still dark."""
    ink = write_seven(pen)
    rows, columns = np.indices(SHAPE)
    paper = 120 + 120 * np.exp(-((rows - 60) ** 2 + (columns - 40) ** 2) / 3000)

    of_ink, of_paper = part(light.flatten_light(lay_on(paper, ink)).ink, ink)

    assert np.percentile(of_ink, 10) > 100
    assert np.percentile(of_paper, 99) < 30


def test_chalk_on_a_board_with_a_bright_window_beside_it_is_light_ink():
    chalk = write_seven(6)
    board = np.full(SHAPE, 45.0)
    board[:, 260:] = 200
    grey = np.maximum(board, 190.0 * chalk / 255).astype(np.uint8)

    of_ink, _ = part(light.flatten_light(grey).ink, chalk)

    assert np.percentile(of_ink, 10) > 60


def test_a_square_can_be_given():
    """What is wider than the square is not taken for ink."""
    thick = write_seven(30)
    grey = lay_on(np.full(SHAPE, 220.0), thick)

    by_default, with_small = light.flatten_light(grey).ink, light.flatten_light(grey, 0.05).ink

    assert np.median(by_default[thick == 255]) > 120
    assert np.median(with_small[thick == 255]) < 30
