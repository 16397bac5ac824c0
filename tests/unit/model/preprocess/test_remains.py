"""A pen on many lines, and what is left of these."""

import numpy as np
import pytest

from model.preprocess.remains import remove_remains, spare_pen
from tests.support.sketches import as_mask, sketch

SHAPE = (120, 160)


@pytest.fixture
def lines():
    grid = np.zeros(SHAPE, np.uint8)
    grid[20::30] = grid[21::30] = 1
    return grid


@pytest.fixture
def zero():
    """Its lowest part lies along a line."""
    return sketch(SHAPE, ("0", (50, 32, 40, 48)), pen=4)


def test_a_pen_that_is_darker_than_the_lines_is_spared(lines, zero):
    spared = spare_pen(lines, np.maximum(120 * lines, zero))

    assert not spared[zero == 255].any()
    assert spared[(lines > 0) & (zero == 0)].all()


def test_a_pen_that_is_no_darker_is_not(lines, zero):
    assert (spare_pen(lines, np.maximum(255 * lines, zero)) == lines).all()


def test_remains_go_and_strokes_stay(lines):
    rest = as_mask(sketch(SHAPE, ("0", (50, 26, 30, 70)), pen=4))
    rest[lines > 0] = 0
    with_remains = rest.copy()
    # Beside one line and on another.
    with_remains[49, 10:12] = with_remains[80, 110:130] = 1

    assert (remove_remains(with_remains, lines) == rest).all()


def test_where_nothing_remains_the_rest_is_the_same(lines, zero):
    rest = as_mask(zero)

    assert remove_remains(rest, lines) is rest
