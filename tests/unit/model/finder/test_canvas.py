"""Pictures of any size on the finder's square."""

import numpy as np
import pytest

from model.finder.canvas import lay_on_canvas, measure_on_canvas, standardise
from model.finder.network import SIDE


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((320, 240), (SIDE, 144)), ((28, 28), (SIDE, SIDE)), ((1, 300), (1, SIDE)), ((SIDE, SIDE), (SIDE, SIDE))],
)
def test_the_longest_side_fills_the_canvas(shape, expected):
    grey = np.full(shape, 77, np.uint8)

    canvas, on_canvas = lay_on_canvas(grey)

    assert (canvas.shape, canvas.dtype) == ((SIDE, SIDE), np.uint8)
    assert on_canvas == measure_on_canvas(shape) == expected
    assert (canvas == 77).all()


def test_beyond_the_picture_its_border_goes_on():
    grey = np.repeat(np.arange(0, 200, 2, dtype=np.uint8)[:, np.newaxis], 200, axis=1)

    canvas, (height, width) = lay_on_canvas(grey)

    assert (height, width) == (SIDE // 2, SIDE)
    assert (canvas[height:] == canvas[height - 1]).all()


def test_levels_are_standardised_picture_by_picture():
    rng = np.random.default_rng(0)
    canvases = np.stack([np.full((SIDE, SIDE), 200, np.uint8), rng.integers(0, 256, (SIDE, SIDE), dtype=np.uint8)])

    even, grained = standardise(canvases)

    assert (even.shape, even.dtype) == ((SIDE, SIDE, 1), np.float32)
    assert (even == 0).all()
    assert abs(grained.mean()) < 0.01
    assert 0.8 < grained.std() < 1
