"""The maker of digits: all sources, all digits, the same for the same seed."""

import cv2
import numpy as np
import pytest

from model.simulate import digits
from model.simulate.digits import LEAST_HEIGHT, MOST_HEIGHT, SOURCES, DigitMaker, draw_height
from model.simulate.strokes import StrokeDigit
from model.simulate.templates import template_strokes


@pytest.fixture(scope="module")
def maker():
    rng = np.random.default_rng(0)
    strokes = [StrokeDigit(label, "w0", template_strokes(label, rng)) for label in range(10)]
    tiles = np.zeros((10, 28, 28), np.uint8)
    for label, tile in enumerate(tiles):
        cv2.putText(tile, str(label), (6, 23), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (255,), 2, cv2.LINE_AA)
    return DigitMaker(strokes, tiles, np.arange(10))


def test_each_digit_comes_about_as_often(maker):
    rng = np.random.default_rng(0)
    inks = [maker.make(rng, 20) for _ in range(1000)]

    counts = np.bincount([ink.labels[0] for ink in inks], minlength=10)
    assert counts.min() > 70
    assert all(ink.lines == (0,) and ink.coverage.shape == ink.owner.shape for ink in inks)
    assert all(set(np.unique(ink.owner)) <= {0, 1} and ink.owner.any() for ink in inks)


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_makes_variants_of_a_given_digit(maker, source):
    for index in range(10):
        first, again, other = (maker.make_from(source, index, np.random.default_rng(seed), 60) for seed in (1, 1, 2))
        assert first.labels == other.labels == (index,)
        np.testing.assert_array_equal(first.coverage, again.coverage)
        assert first.coverage.shape != other.coverage.shape or (first.coverage != other.coverage).any()


def test_heights_are_drawn_where_none_is_given(maker):
    rng = np.random.default_rng(0)
    heights = [draw_height(rng) for _ in range(300)]

    assert LEAST_HEIGHT <= min(heights) < 20
    assert 200 < max(heights) <= MOST_HEIGHT
    assert maker.make(rng).coverage.any()


@pytest.mark.parametrize("source", SOURCES)
def test_a_row_is_written_with_one_pen(maker, source, monkeypatch):
    """Digits of a row have the same height, source and pen; of tiles and fonts, which have none, that is nothing."""
    monkeypatch.setattr(maker, "_shares", np.array([float(source == each) for each in SOURCES]))
    pens = []
    monkeypatch.setattr(digits, "_write", lambda *given: pens.append(given[-1]) or np.ones((9, 9)))

    row = maker.make_row(5, np.random.default_rng(0), 40.0)

    assert len(row) == 5
    assert all(len(ink.labels) == 1 for ink in row)
    assert len(pens) == (5 if source in ("strokes", "templates") else 0)
    assert len(set(pens)) <= 1
    assert None not in pens


def test_rows_are_the_same_for_the_same_seed(maker):
    first, again, other = (maker.make_row(4, np.random.default_rng(seed), 40.0) for seed in (1, 1, 2))

    for one, same in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.coverage, same.coverage)
        assert one.labels == same.labels
    assert any(one.coverage.shape != another.coverage.shape for one, another in zip(first, other, strict=True))


def test_broken_pens_are_not_wide(maker):
    """Of one width, a dashed pen leaves less ink than a round one, which may be as wide as the loop allows."""
    dashed, plain = (
        maker.make_from("strokes", 1, np.random.default_rng(3), 100.0, (pen, 0.25)) for pen in ("dashed", "round")
    )

    assert dashed.coverage.sum() < 0.6 * plain.coverage.sum()


def test_shares_choose_the_sources():
    bare = DigitMaker([], np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64), {"templates": 1, "glyphs": 1})

    assert bare.make(np.random.default_rng(0), 30).coverage.any()
    with pytest.raises(ValueError, match="strokes lack a digit"):
        DigitMaker([], np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64))
    for shares in ({}, {"templates": -1}, {"runes": 1}):
        with pytest.raises(ValueError, match="shares are of"):
            DigitMaker([], np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64), shares)
    with pytest.raises(ValueError, match="0 tiles have 1 labels"):
        DigitMaker([], np.zeros((0, 28, 28), np.uint8), np.zeros(1, np.int64), {"glyphs": 1})


def test_what_there_is_not_raises(maker):
    for source, index in (("glyphs", 10), ("templates", 10), ("runes", 0)):
        with pytest.raises(ValueError, match="no digit"):
            maker.make_from(source, index, np.random.default_rng(0))
    for source in ("strokes", "tiles"):
        with pytest.raises(IndexError):
            maker.make_from(source, 10, np.random.default_rng(0))
