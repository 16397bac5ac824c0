from collections.abc import Callable

import numpy as np
import pytest

from model.simulate.scribbles import KINDS, draw_spiral, scribble
from model.simulate.strokes import Stroke


@pytest.mark.parametrize("maker", KINDS, ids=lambda maker: maker.__name__)
def test_every_kind_gives_strokes_about_a_unit_box(maker: Callable[[np.random.Generator], list[Stroke]]) -> None:
    for seed in range(10):
        strokes = maker(np.random.default_rng(seed))
        points = np.concatenate(strokes)
        assert all(stroke.dtype == np.float32 and stroke.shape[1:] == (2,) and len(stroke) > 1 for stroke in strokes)
        assert np.isfinite(points).all()
        assert 0.3 < np.ptp(points, axis=0).max() < 5


def test_a_seed_gives_the_same_scribble() -> None:
    for seed in range(10):
        first, again = (scribble(np.random.default_rng(seed)) for _ in range(2))
        assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))


def test_a_spiral_has_more_turns_than_any_digit() -> None:
    (spiral,) = draw_spiral(np.random.default_rng(6))
    angle = np.unwrap(np.arctan2(spiral[:, 1], spiral[:, 0]))
    assert abs(angle[-1] - angle[0]) > 2.5 * 2 * np.pi


def test_shares_are_of_the_whole() -> None:
    assert sum(KINDS.values()) == pytest.approx(1.0)
