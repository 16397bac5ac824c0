"""Rings and lines about a number: there to be seen, and nobody's."""

import cv2
import numpy as np
import pytest

from model.simulate import emphasis
from model.simulate.emphasis import emphasise
from tests.support.inks import draw_seven


def draw(kind, seed, monkeypatch):
    monkeypatch.setattr(emphasis, "choose", lambda *_: kind)
    return emphasise(draw_seven(), np.random.default_rng(seed))


@pytest.mark.parametrize("kind", emphasis.KINDS)
def test_the_number_is_all_there_and_all_that_is_owned(kind, monkeypatch):
    seven = draw_seven()
    for seed in range(20):
        ink = draw(kind, seed, monkeypatch)
        assert (ink.labels, ink.lines) == (seven.labels, seven.lines)
        assert np.count_nonzero(ink.owner) == np.count_nonzero(seven.owner)
        assert (ink.coverage[ink.owner > 0] >= seven.coverage[seven.owner > 0]).all()
        assert float(((ink.coverage > 0.5) & (ink.owner == 0)).mean()) > 0.01


def test_a_ring_goes_around_the_number(monkeypatch):
    """From the middle of the number every way out meets it, but for a gap that a hand may leave."""
    for seed in range(20):
        ink = draw("ring", seed, monkeypatch)
        rows, columns = np.nonzero(ink.owner)
        middle = np.array([columns.mean(), rows.mean()])
        y, x = np.nonzero((ink.coverage > 0.5) & (ink.owner == 0))
        met = np.unique(np.rint(np.rad2deg(np.arctan2(y - middle[1], x - middle[0])) / 10) % 36)
        assert len(met) >= 32


@pytest.mark.parametrize(("kind", "count"), [("underline", 1), ("two underlines", 2)])
def test_lines_lie_under_the_number(kind, count, monkeypatch):
    counts = []
    for seed in range(20):
        ink = draw(kind, seed, monkeypatch)
        lines = ((ink.coverage > 0.5) & (ink.owner == 0)).astype(np.uint8)
        found, _, boxes, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
        long = [box for box in boxes[1:found] if box[2] > 15]
        assert all(box[1] > np.flatnonzero(ink.owner.any(axis=1))[-1] - 15 for box in long)
        counts.append(len(long))
    # Two lines may run into each other.
    assert set(counts) <= {1, count}
    assert counts.count(count) >= 14


def test_strokes_of_all_widths_fit_in(monkeypatch):
    """Nothing that is drawn is cut at the border."""
    for seed in range(20):
        ink = draw("ring", seed, monkeypatch)
        border = np.concatenate([ink.coverage[0], ink.coverage[-1], ink.coverage[:, 0], ink.coverage[:, -1]])
        assert border.max() == 0


def test_the_same_seed_draws_the_same():
    first, second = (emphasise(draw_seven(), np.random.default_rng(3)) for _ in range(2))

    np.testing.assert_array_equal(first.coverage, second.coverage)
