from collections.abc import Callable

import numpy as np
import pytest

from model.simulate.scene import Coverage
from model.simulate.shapes import DOODLES, KINDS, draw_dash, draw_filled, draw_part, draw_shape, shape_strokes
from model.simulate.tiles import crop_ink


@pytest.mark.parametrize("name", DOODLES)
def test_every_doodle_can_be_drawn(name: str) -> None:
    strokes = [draw_part(text, np.random.default_rng(0)) for text in DOODLES[name].split(";")]
    assert all(stroke.dtype == np.float32 and stroke.shape[1:] == (2,) and len(stroke) > 1 for stroke in strokes)


@pytest.mark.parametrize("name", DOODLES)
def test_no_doodle_is_a_ring_or_an_upright_line(name: str) -> None:
    strokes = [draw_part(text, np.random.default_rng(1)) for text in DOODLES[name].split(";")]
    width, height = np.ptp(np.concatenate(strokes), axis=0)
    assert height < 3 * width
    assert not (len(strokes) == 1 and DOODLES[name].startswith("o"))


@pytest.mark.parametrize("maker", KINDS, ids=lambda maker: maker.__name__)
@pytest.mark.parametrize("height", [20, 61, 150])
def test_every_filling_and_texture_is_coverage(
    maker: Callable[[int, np.random.Generator], Coverage], height: int
) -> None:
    for seed in range(5):
        coverage = maker(height, np.random.default_rng(seed))
        assert coverage.dtype == np.float32
        assert coverage.min() >= 0
        assert 0.1 < coverage.max() <= 1
        assert max(coverage.shape) <= height + 8


def test_filled_shapes_and_dashes_are_not_upright() -> None:
    rng = np.random.default_rng(2)
    for _ in range(50):
        height, width = crop_ink(draw_filled(60, rng)).shape
        assert height < 2 * width
        height, width = crop_ink(draw_dash(60, rng)).shape
        assert width > 1.9 * height


def test_a_seed_gives_the_same_shape_cut_close() -> None:
    for seed in range(20):
        first, again = (draw_shape(50, np.random.default_rng(seed)) for _ in range(2))
        assert np.array_equal(first, again)
        assert first[0].any()
        assert first[-1].any()
        assert first[:, 0].any()
        assert first[:, -1].any()
    a, b = (np.concatenate(shape_strokes(np.random.default_rng(7))) for _ in range(2))
    assert np.array_equal(a, b)
