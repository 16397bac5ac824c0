"""The whole of preprocessing, on boards and on digits in MNIST's form."""

import numpy as np
import pytest
from PIL import Image

from model import contrast
from model.preprocess import find_ink_box, orient_ink, preprocess, reduce_picture


def difference(tile, other):
    return float(np.abs(tile.astype(int) - other).mean())


def test_digits_in_mnists_form_stay_as_they_are(golden, as_picture):
    for tile in golden.tiles:
        np.testing.assert_allclose(preprocess(as_picture(tile)).tiles[0], tile, atol=3)


def test_a_board_gives_one_tile_with_its_box(draw, as_picture):
    found = preprocess(as_picture(draw(side=500, pen=40)))

    assert found.tiles.shape == (1, 28, 28)
    assert found.tiles.dtype == np.uint8
    assert found.tiles.max() == 255
    assert found.boxes[0] == pytest.approx([130, 80, 250, 350], abs=4)
    assert found.lines == [0]
    assert found.warnings == ()


@pytest.mark.parametrize("side", [28, 64, 200, 321, 500, 1500])
def test_size_makes_no_difference(draw, as_picture, side):
    expected = preprocess(as_picture(draw(side=500, pen=40))).tiles[0]

    found = preprocess(as_picture(draw(side=side, pen=side * 0.08)))

    # A shift by half a pixel makes a difference of about 10; another digit one of 40.
    assert difference(found.tiles[0], expected) < 14


def test_place_makes_no_difference(draw, as_picture):
    board = draw(side=200, pen=16)
    moved = np.pad(board, ((0, 170), (130, 0)), constant_values=255)

    expected, found = preprocess(as_picture(board)), preprocess(as_picture(moved))

    assert difference(found.tiles[0], expected.tiles[0]) < 14
    assert found.boxes[0] == pytest.approx(np.add(expected.boxes[0], [130, 0, 0, 0]), abs=3)


@pytest.mark.parametrize("paper", [0, 40])
def test_light_ink_on_dark_paper_gives_the_same(draw, as_picture, paper):
    board = draw()
    dark = (paper + (255 - board) * ((255 - paper) / 255)).astype(np.uint8)

    assert difference(preprocess(as_picture(dark)).tiles[0], preprocess(as_picture(board)).tiles[0]) < 1


def test_faint_ink_gives_the_same_with_a_warning(draw, as_picture):
    board = draw()
    faint = (190 + board * (40 / 255)).astype(np.uint8)

    found = preprocess(as_picture(faint))

    assert found.warnings == ("low_contrast",)
    assert difference(found.tiles[0], preprocess(as_picture(board)).tiles[0]) < 2


def test_grained_paper_leaves_a_clean_background(draw, as_picture):
    board = draw().astype(float)
    noisy = (40 + board * 0.7 + np.random.default_rng(0).normal(0, 8, board.shape)).clip(0, 255).astype(np.uint8)

    found = preprocess(as_picture(noisy))

    assert difference(found.tiles[0], preprocess(as_picture(board.astype(np.uint8))).tiles[0]) < 6
    assert (found.tiles[0][:, :3] == 0).all()


@pytest.mark.parametrize("pen", [2, 8, 40, 90])
def test_pens_from_thin_to_thick_leave_ink_and_background(draw, as_picture, pen):
    tile = preprocess(as_picture(draw(pen=pen))).tiles[0]

    assert tile.max() >= 200
    assert 0.02 < (tile > 127).mean() < 0.5


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (500, 500), (1, 4000)])
def test_blank_pictures_have_no_digit(as_picture, level, shape):
    found = preprocess(as_picture(np.full(shape, level, np.uint8)))

    assert found.tiles.shape == (0, 28, 28)
    assert (found.boxes, found.lines, found.warnings) == ([], [], ("blank",))


def test_specks_are_blank(as_picture):
    board = np.full((100, 100), 255, np.uint8)
    board[50:52, 60:63] = 0

    assert preprocess(as_picture(board)).warnings == ("blank",)


@pytest.mark.parametrize("shape", [(1, 40), (40, 1), (5, 3000), (3000, 5)])
def test_odd_shapes_do_no_harm(as_picture, shape):
    picture = np.random.default_rng(0).integers(0, 2, shape).astype(np.uint8) * 255

    found = preprocess(as_picture(picture))

    for left, top, width, height in found.boxes:
        assert 0 <= left < left + width <= shape[1]
        assert 0 <= top < top + height <= shape[0]


def test_large_pictures_are_reduced_by_a_whole_factor(draw):
    assert reduce_picture(draw(side=320))[1] == 1
    reduced, factor = reduce_picture(draw(side=641))
    assert (reduced.shape, factor) == ((214, 214), 3)


def test_orienting_makes_ink_bright(draw):
    board = draw()

    for picture in (board, 255 - board):
        ink, levels = orient_ink(picture)
        np.testing.assert_array_equal(ink, 255 - board)
        assert (levels.paper, levels.ink) == (0, 255)


def test_ink_box_holds_all_ink():
    ink = np.zeros((30, 40), np.uint8)
    ink[3, 5] = ink[21, 30] = 255

    assert find_ink_box(ink, contrast.Levels(paper=0, ink=255, noise=0)) == [5, 3, 26, 19]


def test_the_same_picture_gives_the_same_tiles(draw, as_picture):
    picture = as_picture(np.asarray(Image.fromarray(draw()).rotate(7, fillcolor=255)))

    np.testing.assert_array_equal(preprocess(picture).tiles, preprocess(picture).tiles)
