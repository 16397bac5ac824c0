from itertools import pairwise

import cv2
import numpy as np
import pytest

from model.simulate.forms import BOX_KINDS, add_boxes_and_rules
from model.simulate.glyphs import draw_glyph
from model.simulate.lines import MAX_SIZE_CHANGE, find_contact, match_digits, write_line, write_lines
from model.simulate.scene import Coverage, Ink, find_boxes, ink_of_digit
from model.simulate.stroke_widths import change_pen, measure_pen


def write(text: str, seed: int = 0, heights: tuple[int, ...] = (30, 45, 60)) -> list[Ink]:
    rng = np.random.default_rng(seed)
    return [
        ink_of_digit(draw_glyph(digit, heights[index % len(heights)], rng), int(digit))
        for index, digit in enumerate(text)
    ]


def draw_bar(width: int) -> Coverage:
    return np.pad(np.ones((40, width), np.float32), ((0, 0), (4, 4)))


def test_owners_and_labels_are_in_reading_order() -> None:
    for seed in range(10):
        ink = write_line(write("31415926", seed), np.random.default_rng(seed))
        assert ink.labels == (3, 1, 4, 1, 5, 9, 2, 6)
        assert ink.lines == (0,) * 8
        assert np.array_equal(np.unique(ink.owner), np.arange(9))
        assert np.array_equal(ink.owner > 0, ink.coverage > 0)
        centres = [left + width / 2 for left, _, width, _ in find_boxes(ink.owner, 8)]
        assert centres == sorted(centres)


def count_touching(ink: Ink) -> int:
    """Count neighbours whose ink touches."""
    grown = [cv2.dilate((ink.owner == k + 1).astype(np.uint8), np.ones((3, 3))) for k in range(len(ink.labels))]
    return sum(bool((a & b).any()) for a, b in pairwise(grown))


def test_digits_touch_in_the_share_that_was_asked_for() -> None:
    for seed in range(20):
        apart = write_line(write("2057389461", seed), np.random.default_rng(seed))
        assert count_touching(apart) == 0
        joined = write_line(write("2057389461", seed), np.random.default_rng(seed), touching=1.0)
        assert count_touching(joined) >= 8
    half = [write_line(write("2057389461"), np.random.default_rng(seed), touching=0.5) for seed in range(30)]
    assert 0.4 < sum(count_touching(ink) for ink in half) / (30 * 9) < 0.6


def test_kerned_digits_reach_over_each_other_without_touching() -> None:
    # Two triangles, one upside down, interlock along their slant sides.
    left = np.tri(30, dtype=np.float32)
    right = np.ascontiguousarray(left[::-1, ::-1])
    at = find_contact(left, right, 0, 3)
    assert 3 < at < 10
    both = np.zeros((30, at + 30), np.float32)
    both[:, :30] = left
    assert not (both[:, at:] * right).any()
    # Blocks cannot, nor can what shares no row.
    assert find_contact(np.ones((9, 5), np.float32), np.ones((9, 5), np.float32), 2, 3) == 8
    assert find_contact(left, right, 60, 3) == 33


def test_heights_and_pens_become_similar() -> None:
    inks = write("0123456789", heights=(20, 90, 50))
    for seed in range(5):
        digits = match_digits([ink.coverage for ink in inks], 50.0, np.random.default_rng(seed))
        heights = np.array([digit.shape[0] for digit in digits])
        # A changed pen adds or takes a little.
        assert (np.abs(heights - 50) <= 50 * MAX_SIZE_CHANGE + 6).all()


def test_pens_are_measured_and_changed() -> None:
    assert measure_pen(draw_bar(6)) == pytest.approx(6, abs=1.5)
    thick = change_pen(draw_bar(6), 6, 8)
    assert (thick[thick.shape[0] // 2] > 0.5).sum() == 8
    thin = change_pen(draw_bar(8), 8, 6)
    assert (thin[thin.shape[0] // 2] > 0.5).sum() == 6
    # However thin a pen is wanted, something stays.
    assert (change_pen(draw_bar(3), 3, 0.1) > 0.5).any()
    same = draw_bar(5)
    assert change_pen(same, 5, 5.5) is same


def test_lines_are_numbered_on_and_lie_under_each_other() -> None:
    rng = np.random.default_rng(3)
    ink = write_lines([write_line(write(text), rng) for text in ("123", "45", "6789")], rng)
    assert ink.labels == (1, 2, 3, 4, 5, 6, 7, 8, 9)
    assert ink.lines == (0, 0, 0, 1, 1, 2, 2, 2, 2)
    boxes = find_boxes(ink.owner, 9)
    bottoms = [max(boxes[k][1] + boxes[k][3] for k in range(9) if ink.lines[k] == line) for line in range(3)]
    tops = [min(boxes[k][1] for k in range(9) if ink.lines[k] == line) for line in range(3)]
    assert bottoms[0] < tops[1]
    assert bottoms[1] < tops[2]


@pytest.mark.parametrize("kind", BOX_KINDS)
def test_boxes_and_rules_belong_to_no_digit(kind: str) -> None:
    for seed in range(10):
        line = write_line(write("4071", seed), np.random.default_rng(seed))
        ink = add_boxes_and_rules(line, np.random.default_rng(seed), kind)
        assert ink.labels == line.labels
        assert ink.coverage.dtype == np.float32
        assert ink.coverage.max() <= 1
        assert np.array_equal(np.unique(ink.owner), np.arange(5))
        # A printed line goes over the whole width, and no digit is lost or made larger.
        assert ((ink.coverage > 0).mean(axis=1) == 1).any()
        sizes, before = ([box[2:] for box in find_boxes(each.owner, 4)] for each in (ink, line))
        assert sizes == before


def test_a_comb_needs_one_line_of_digits() -> None:
    rng = np.random.default_rng(4)
    rows = write_lines([write_line(write("12"), rng), write_line(write("34"), rng)], rng)
    with pytest.raises(ValueError, match="comb"):
        add_boxes_and_rules(rows, rng, "comb")
    assert add_boxes_and_rules(rows, rng).lines == rows.lines
    bare = Ink(np.ones((9, 9), np.float32), np.zeros((9, 9), np.uint8))
    assert add_boxes_and_rules(bare, rng).labels == ()


def test_a_seed_gives_the_same_line() -> None:
    first, again = (write_line(write("2468"), np.random.default_rng(5), touching=0.3) for _ in range(2))
    assert np.array_equal(first.coverage, again.coverage)
    assert np.array_equal(first.owner, again.owner)
