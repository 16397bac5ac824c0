"""Pens: as wide as asked for, from bare to fully inked, and loops stay open."""

import cv2
import numpy as np
import pytest

from model.simulate import pen_widths, pens
from model.simulate.templates import template_strokes

SEVEN = (np.float32([[0, 0], [60, 2], [20, 100]]),)
STEM = (np.float32([[0, 0], [0, 5]]),)
ANGLES = np.linspace(0, 2 * np.pi, 40)
ZERO = (np.stack([30 * np.cos(ANGLES), 50 * np.sin(ANGLES)], axis=1).astype(np.float32),)


def draw(strokes, height=100.0, width=8.0, pen="round", seed=0):
    return pens.draw_ink(strokes, height, width, pen, np.random.default_rng(seed))


def count_loops(coverage):
    bare = np.pad((coverage < 0.5).astype(np.uint8), 1, constant_values=1)
    return cv2.connectedComponents(bare, connectivity=4)[0] - 2


@pytest.mark.parametrize("pen", pens.PENS)
def test_every_pen_covers_from_bare_to_full_and_is_cut_close(pen):
    for height, width in ((12, 1), (100, 8), (250, 40)):
        coverage = draw(SEVEN, height, width, pen)
        assert coverage.dtype == np.float32
        assert 0 <= coverage.min() <= coverage.max() <= 1
        assert coverage.max() > 0.3
        assert coverage.shape[0] == pytest.approx(height + width, abs=3 + width)
        assert pen == "pencil" or all(edge.any() for edge in (coverage[0], coverage[-1], coverage.T[0], coverage.T[-1]))


@pytest.mark.parametrize("pen", pens.PENS)
def test_the_same_seed_gives_the_same_ink(pen):
    np.testing.assert_array_equal(draw(SEVEN, pen=pen), draw(SEVEN, pen=pen))


@pytest.mark.parametrize(("height", "width"), [(100, 1), (100, 2.5), (40, 5), (160, 40), (300, 3.3)])
def test_a_stroke_is_as_wide_as_its_pen(height, width):
    for pen in ("round", "aliased"):
        middle = draw(STEM, height, width, pen)[height // 2]
        assert middle.sum() == pytest.approx(width, abs=1)


def test_flat_strokes_are_measured_by_their_width():
    assert draw([np.float32([[0, 0], [9, 1]])], 100, 4).shape[1] == pytest.approx(104, abs=2)


def test_without_anti_aliasing_there_is_no_grey():
    assert set(np.unique(draw(SEVEN, pen="aliased"))) == {0, 1}


def test_a_pencil_is_pale_and_an_outline_hollow():
    plain = draw(ZERO, width=20)

    assert draw(ZERO, width=20, pen="pencil").max() < 1
    assert count_loops(plain) == 1
    assert count_loops(draw(ZERO, width=20, pen="hollow")) == 2


def test_dots_and_dashes_leave_gaps():
    plain = draw(ZERO, width=4).sum()

    for pen in ("dotted", "dashed"):
        assert any(draw(ZERO, width=4, pen=pen, seed=seed).sum() < 0.95 * plain for seed in range(8))


@pytest.mark.parametrize(("label", "loops"), [(0, 1), (6, 1), (8, 2), (9, 1)])
def test_the_widest_pen_leaves_loops_open(label, loops):
    tested = 0
    for seed in range(60):
        strokes = template_strokes(label, np.random.default_rng(seed))
        if count_loops(draw(strokes, 200, 6)) >= loops:
            tested += 1
            width = pen_widths.find_widest_pen(label, strokes) * 200
            assert count_loops(draw(strokes, 200, width)) >= loops
    assert tested > 10


def test_pens_are_drawn_within_their_bounds():
    rng = np.random.default_rng(0)
    ratios = [pen_widths.draw_pen_ratio(rng) for _ in range(500)]

    assert pen_widths.THINNEST <= min(ratios) < 2 * pen_widths.THINNEST
    assert 0.8 * pen_widths.THICKEST < max(ratios) <= pen_widths.THICKEST
    assert np.mean([pen_widths.THIN <= ratio <= pen_widths.THICK for ratio in ratios]) >= pen_widths.USUAL_SHARE
    assert {pens.draw_pen(rng) for _ in range(500)} == set(pens.PENS)


def test_pens_are_no_wider_than_loops_and_no_thinner_than_a_pixel():
    assert pen_widths.limit_pen_width(0.1, 1, STEM, 200) == pytest.approx(20)
    assert pen_widths.limit_pen_width(0.01, 1, STEM, 12) == 1
    widest = pen_widths.find_widest_pen(0, ZERO)
    assert pen_widths.limit_pen_width(9.0, 0, ZERO, 200) == pytest.approx(widest * 200)
    assert pen_widths.limit_pen_width(0.5 * widest, 0, ZERO, 200) == pytest.approx(0.5 * widest * 200)


@pytest.mark.parametrize(
    ("strokes", "height", "width", "pen"),
    [([], 100, 8, "round"), (SEVEN, 0, 8, "round"), (SEVEN, 100, 0, "round"), (SEVEN, 100, 8, "quill")],
)
def test_what_cannot_be_drawn_raises(strokes, height, width, pen):
    with pytest.raises(ValueError, match="pen"):
        draw(strokes, height, width, pen)


@pytest.mark.parametrize("pen", pens.PENS)
def test_a_dot_is_ink(pen):
    assert draw([np.float32([[3, 3]])], 50, 6, pen).sum() > 1
