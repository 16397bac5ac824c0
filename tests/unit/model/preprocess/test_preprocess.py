"""The whole of preprocessing, on boards, photographs, forms, and on digits in MNIST's form."""

import numpy as np
import pytest
from PIL import Image

from model.preprocess import BLANK, LOW_CONTRAST, preprocess
from tests.support.sketches import sketch


@pytest.fixture
def find(as_picture):
    return lambda grey: preprocess(as_picture(grey))


def only(found):
    """Return the one candidate."""
    (candidate,) = found.candidates
    return candidate


def difference(one, other):
    return float(np.abs(one.tile.astype(int) - other.tile).mean())


def test_digits_in_mnists_form_stay_as_they_are(golden, find):
    best = [max(find(tile).candidates, key=lambda each: each.piece.area) for tile in golden.tiles]

    # Some of the known ones are simulated, and their ink is smaller.
    full = [(each.tile, tile) for each, tile in zip(best, golden.tiles, strict=True) if 18 <= each.piece.side <= 20]
    assert len(full) >= 5
    for found, tile in full:
        np.testing.assert_allclose(found.astype(int), tile, atol=3)


def test_a_board_gives_one_tile_with_its_box(draw, find):
    found = find(draw(side=500, pen=40))

    candidate = only(found)
    assert candidate.tile.shape == (28, 28)
    assert candidate.tile.dtype == np.uint8
    assert candidate.tile.max() == 255
    assert np.multiply(candidate.piece.box, found.view.factor) == pytest.approx([130, 80, 250, 350], abs=6)
    assert found.warnings == ()
    assert found.strength.shape == found.labels.shape


@pytest.mark.parametrize("side", [28, 64, 200, 321, 500, 1500])
def test_size_makes_no_difference(draw, find, side):
    expected = only(find(draw(side=500, pen=40)))

    # A shift by half a pixel makes a difference of about 10; another digit one of 40.
    assert difference(only(find(draw(side=side, pen=side * 0.08))), expected) < 14


def test_place_makes_no_difference(draw, find):
    board = draw(side=200, pen=16)

    expected, found = only(find(board)), only(find(np.pad(board, ((0, 100), (110, 0)), constant_values=255)))

    assert difference(found, expected) < 14
    assert found.piece.box == pytest.approx(np.add(expected.piece.box, [110, 0, 0, 0]), abs=3)


@pytest.mark.parametrize("paper", [0, 40])
def test_light_ink_on_dark_paper_gives_the_same(draw, find, paper):
    board = draw()
    dark = (paper + (255 - board) * ((255 - paper) / 255)).astype(np.uint8)

    assert difference(only(find(dark)), only(find(board))) < 3


def test_faint_ink_gives_the_same_with_a_warning(draw, find):
    board = draw()

    found = find((190 + board * (40 / 255)).astype(np.uint8))

    assert found.warnings == (LOW_CONTRAST,)
    assert difference(only(found), only(find(board))) < 5


def test_grained_paper_leaves_a_clean_background(draw, find):
    board = draw()
    grain = np.random.default_rng(0).normal(0, 8, board.shape)

    found = only(find((40 + board * 0.7 + grain).clip(0, 255).astype(np.uint8)))

    assert difference(found, only(find(board))) < 10
    assert (found.tile[:, :3] == 0).all()


def test_a_photograph_with_shadow_and_the_edge_of_a_table(draw, find):
    board = draw(side=400, pen=14)
    light = np.tile(np.linspace(1.0, 0.6, 400), (400, 1))
    light[:, 250:] *= 0.6
    light[:40] = 0.15

    found = only(find((board * 0.9 * light + 10).astype(np.uint8)))

    assert difference(found, only(find(board))) < 14


@pytest.mark.parametrize("speckled", [0.02, 0.08])
def test_salt_and_pepper_are_seen_through(draw, find, speckled):
    rng, board = np.random.default_rng(0), draw(side=200, pen=16)
    noisy = np.where(rng.random(board.shape) < speckled, rng.integers(0, 2, board.shape) * 255, board)

    assert difference(only(find(noisy.astype(np.uint8))), only(find(board))) < 14


@pytest.mark.parametrize("pen", [2, 8, 40, 90])
def test_pens_from_thin_to_thick_leave_ink_and_background(draw, find, pen):
    tile = only(find(draw(pen=pen))).tile

    assert tile.max() >= 200
    assert 0.04 < (tile > 127).mean() < 0.4


def test_numbers_in_a_ruled_form_are_found_in_reading_order(find):
    form = 255 - sketch(
        (240, 300), *((digit, (30 + 60 * at, top, 32, 60)) for top in (30, 150) for at, digit in enumerate("2507"))
    )
    form[105:107], form[220:222] = 120, 120

    found = find(form)

    single = [each for each in found.candidates if each.joined == 1]
    assert [each.line for each in single] == [0] * 4 + [1] * 4
    assert [round((each.piece.left - 30) / 60) for each in single] == [0, 1, 2, 3] * 2


def test_digits_that_touch_are_one_candidate(find):
    assert only(find(255 - sketch((130, 200), ("2", (40, 20, 60, 90)), ("0", (94, 20, 60, 90)))))


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (500, 500), (1, 4000)])
def test_blank_pictures_have_no_digit(find, level, shape):
    found = find(np.full(shape, level, np.uint8))

    assert (found.candidates, found.warnings) == ((), (BLANK,))
    assert not found.labels.any()


def test_specks_are_blank(find):
    board = np.full((100, 100), 255, np.uint8)
    board[50:52, 60:63] = 0

    assert find(board).warnings == (BLANK,)


def test_the_same_picture_gives_the_same(draw, find):
    grey = np.asarray(Image.fromarray(draw()).rotate(7, fillcolor=255))

    first, second = find(grey), find(grey.copy())

    np.testing.assert_array_equal(only(first).tile, only(second).tile)
    assert only(first).piece == only(second).piece


def test_rows_of_digits_taken_for_dots_are_kept_apart_in_a_second_look(find):
    digits = [(digit, (60 + 40 * at, 20 + 40 * row, 20, 26)) for row in range(4) for at, digit in enumerate("273")]
    found = find(255 - sketch((200, 240), *digits, pen=4))
    assert len(only(found).piece.labels) == 12

    again = found.look_again()[0]

    assert [sum(each.line == line and each.joined == 1 for each in again.candidates) for line in range(4)] == [3] * 4
