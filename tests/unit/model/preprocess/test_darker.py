"""A pen told from fainter ink that reaches the sides of a picture."""

import numpy as np
import pytest

from model.preprocess.darker import count_sides, keep_darker
from model.preprocess.ink import Ink
from tests.support.sketches import as_mask, share_ink, sketch

SHAPE = (200, 240)
SEVEN = ("7", (80, 40, 70, 110))


def make_ink(strength):
    return Ink(strength, as_mask(strength), 100.0)


def draw_grid(level):
    grid = np.zeros(SHAPE, np.uint8)
    grid[20::50] = grid[21::50] = level
    grid[:, 30::50] = grid[:, 31::50] = level
    return grid


def test_squares_that_are_fainter_than_the_pen_go():
    seven = sketch(SHAPE, SEVEN, pen=8)

    darker = keep_darker(make_ink(np.maximum(seven, draw_grid(150))))

    assert darker is not None
    assert share_ink(darker.mask, as_mask(seven)) > 0.9
    assert not darker.strength[draw_grid(1) > seven].any()


def test_a_shadow_that_is_fainter_than_the_pen_goes():
    seven = sketch(SHAPE, SEVEN, pen=8)
    shadow = np.zeros(SHAPE, np.uint8)
    shadow[100:] = 140

    darker = keep_darker(make_ink(np.maximum(seven, shadow)))

    assert darker is not None
    assert share_ink(darker.mask, as_mask(seven)) > 0.9


def test_the_faint_strokes_of_a_pen_stay():
    """They reach no side of the picture."""
    faint = sketch(SHAPE, ("1", (170, 40, 30, 110)), pen=8) // 2

    assert keep_darker(make_ink(np.maximum(sketch(SHAPE, SEVEN, pen=8), faint))) is None


@pytest.mark.parametrize("level", [150, 255])
def test_ink_of_one_strength_is_not_parted(level):
    assert keep_darker(make_ink(draw_grid(level))) is None


def test_sides_are_counted():
    corner = np.zeros(SHAPE, np.uint8)
    assert count_sides(corner) == 0

    corner[0, -1] = 1

    assert count_sides(corner) == 2
