"""Styles: what is added leaves the digit what it is."""

from itertools import pairwise

import numpy as np
import pytest

from model.simulate import styles
from model.simulate.pens import draw_ink

SEVEN = (np.float32([[0, 0], [0.5, 0], [0.2, 1]]),)
ANGLES = np.linspace(0, 2 * np.pi, 40)
ZERO = (np.stack([0.3 * np.cos(ANGLES), 0.5 * np.sin(ANGLES)], axis=1).astype(np.float32),)


def dense(strokes):
    return tuple(np.float32([a + (b - a) * t for a, b in pairwise(s) for t in np.linspace(0, 1, 20)]) for s in strokes)


def ink_in_the_middle(strokes):
    coverage = draw_ink(strokes, 100, 4, "round", np.random.default_rng(0))
    return coverage[len(coverage) // 3 : 2 * len(coverage) // 3].sum()


def variants(label, strokes, count=200):
    return [styles.add_style(label, strokes, np.random.default_rng(seed)) for seed in range(count)]


def test_a_bar_adds_ink_in_the_middle_of_a_seven():
    plain = dense(SEVEN)

    barred = styles.add_bar(plain, np.random.default_rng(0))

    assert len(barred) == 2
    assert ink_in_the_middle(barred) > 1.5 * ink_in_the_middle(plain)


def test_sevens_are_barred_and_unbarred_and_most_stay_as_they_are():
    plain = dense(SEVEN)
    barred = styles.add_bar(plain, np.random.default_rng(0))

    assert np.mean([len(varied) == 2 for varied in variants(7, plain)]) == pytest.approx(styles.BAR_SHARE, abs=0.1)
    assert np.mean([len(varied) == 1 for varied in variants(7, barred)]) == pytest.approx(styles.UNBAR_SHARE, abs=0.1)


def test_wide_zeros_are_slashed_at_times_and_narrow_ones_never():
    narrow = tuple(stroke * np.float32([0.5, 1]) for stroke in ZERO)

    assert np.mean([len(varied) == 2 for varied in variants(0, ZERO)]) == pytest.approx(styles.SLASH_SHARE, abs=0.08)
    assert all(len(varied) == 1 for varied in variants(0, narrow))


def test_ones_lose_and_get_flags():
    stem = dense([np.float32([[0, 0], [0, 1]])])
    flagged = dense([np.float32([[-0.3, 0.3], [0, 0], [0, 1]])])

    assert any(len(varied) > 1 for varied in variants(1, stem))
    assert any(np.ptp(np.concatenate(varied)[:, 0]) < 0.01 for varied in variants(1, flagged))


def test_nines_curl_and_fives_lose_their_bars_hold():
    nine = dense([np.float32([[0.4, 0.1], [0, 0.1], [0, 0.4], [0.4, 0.4], [0.4, 0.1], [0.4, 1]])])
    five = dense([np.float32([[0.1, 0], [0, 0.4], [0.5, 0.7], [0, 1]]), np.float32([[0.1, 0], [0.5, 0]])])

    assert any(len(varied[0]) > len(nine[0]) for varied in variants(9, nine))
    assert any(varied[0][:, 1].min() > 0.01 for varied in variants(5, five))


@pytest.mark.parametrize("label", range(10))
def test_odd_strokes_are_no_trouble(label):
    for strokes in ([np.float32([[1, 1]])], [np.float32([[1, 1]]), np.float32([[1, 2], [1, 2]])]):
        assert all(np.isfinite(np.concatenate(varied)).all() for varied in variants(label, strokes, 20))
