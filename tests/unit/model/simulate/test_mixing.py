"""Hands between two hands."""

import numpy as np
import pytest

from model.simulate.mixing import BEYOND, POINTS, mix_hands
from model.simulate.strokes import StrokeDigit, fit_unit_box

NARROW = StrokeDigit(1, "narrow", (np.array([[0, 40], [20, 0], [20, 200]], np.float32),))
WIDE = StrokeDigit(1, "wide", (np.array([[0, 30], [50, 0], [50, 100]], np.float32),))
WITH_FOOT = StrokeDigit(1, "foot", (*NARROW.strokes, np.array([[0, 200], [40, 200]], np.float32)))
LEVEL = StrokeDigit(1, "level", (np.array([[0, 5], [100, 0]], np.float32),))


def measure_width(digit):
    """The width over the height."""
    width, height = np.ptp(np.concatenate(digit.strokes), axis=0)
    return width / height


@pytest.mark.parametrize("seed", range(8))
def test_it_lies_between_two_hands_or_a_little_beyond(seed):
    mixed = mix_hands(NARROW, [WIDE], np.random.default_rng(seed))

    assert mixed.label == 1
    assert [stroke.shape for stroke in mixed.strokes] == [(POINTS, 2)]
    assert 0.1 - 0.4 * BEYOND - 0.02 < measure_width(mixed) < 0.5 + 0.4 * BEYOND + 0.02
    assert np.ptp(mixed.strokes[0][:, 1]) == pytest.approx(200, rel=0.12), "it is as large as the first one was"


def test_seeds_draw_different_hands():
    widths = [measure_width(mix_hands(NARROW, [WIDE], np.random.default_rng(seed))) for seed in range(20)]

    assert np.ptp(widths) > 0.2


def test_strokes_may_be_drawn_from_their_other_end():
    back = StrokeDigit(1, "back", (NARROW.strokes[0][::-1],))

    mixed = mix_hands(NARROW, [back], np.random.default_rng(0))

    assert measure_width(mixed) == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize("other", [WITH_FOOT, LEVEL], ids=["another number of strokes", "strokes that lie elsewhere"])
def test_what_does_not_correspond_is_not_mixed(other):
    assert mix_hands(NARROW, [other], np.random.default_rng(0)) is NARROW


def test_dots_stay_where_they_are():
    dotted = [
        StrokeDigit(1, name, (*NARROW.strokes, np.full((1, 2), place, np.float32)))
        for name, place in (("a", 5), ("b", 25))
    ]

    mixed = mix_hands(dotted[0], dotted[1:], np.random.default_rng(0))

    assert np.ptp(fit_unit_box(mixed.strokes)[1], axis=0).max() < 0.01
