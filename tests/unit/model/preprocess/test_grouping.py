"""Broken digits joined, and pieces put into lines."""

import cv2
import numpy as np
import pytest

from model.preprocess.grouping import join_dots, join_stacked
from model.preprocess.lines import group_lines
from model.preprocess.pieces import Piece, find_pieces
from tests.support.sketches import STROKES, as_mask, draw_strokes, sketch

SHAPE = (240, 400)


def find(ink):
    return find_pieces(as_mask(ink))[1]


def dot_along(digit, box, *, dot=4, step=12):
    """Draw a digit with a pen that leaves dots."""
    path = np.zeros(SHAPE, np.uint8)
    draw_strokes(path, STROKES[digit], box, 1)
    dots = np.zeros(SHAPE, np.uint8)
    left: list[tuple[int, int]] = []
    for row, column in np.argwhere(path > 60).tolist():
        if all((row - y) ** 2 + (column - x) ** 2 >= step * step for y, x in left):
            left.append((row, column))
            cv2.circle(dots, (column, row), dot, (255,), cv2.FILLED)
    return dots


def test_the_bar_of_a_5_belongs_to_its_bow():
    broken = np.zeros(SHAPE, np.uint8)
    draw_strokes(broken, STROKES["5"][:1], (100, 60, 70, 110), 8)
    draw_strokes(broken, [[(0.3, -0.1), (1.0, -0.12)]], (100, 60, 70, 110), 8)
    assert len(find(broken)) == 2

    (whole,) = join_stacked(find(broken))

    assert whole.box == list(cv2.boundingRect(as_mask(broken)))


def test_a_bar_aside_of_the_bow_belongs_to_it_too():
    bow, bar = Piece((1,), 100, 75, 60, 100, 900), Piece((2,), 163, 62, 40, 10, 300)

    assert len(join_stacked([bow, bar])) == 1


# A grid of four by three digits is taken for one digit of dots.


@pytest.mark.parametrize(("rows", "height"), [((20, 130), 55), ((10, 80, 150), 40)])
def test_rows_of_digits_are_not_joined(rows, height):
    pieces = [
        piece
        for row in rows
        for piece in find(sketch(SHAPE, *((digit, (60 + 70 * at, row, 30, height)) for at, digit in enumerate("270"))))
    ]

    assert len(join_stacked(pieces)) == 3 * len(rows)
    assert [len(line) for line in group_lines(join_dots(pieces))] == [3] * len(rows)


def test_digits_side_by_side_are_not_joined():
    pieces = find(sketch(SHAPE, ("1", (40, 60, 20, 100)), ("1", (80, 60, 20, 100)), ("7", (130, 60, 60, 100))))

    assert join_stacked(join_dots(pieces)) != []
    assert len(join_stacked(join_dots(pieces))) == 3


@pytest.mark.parametrize("digit", ["0", "2", "3", "5", "7", "8"])
def test_a_dotted_digit_is_joined(digit):
    pieces = find(dot_along(digit, (100, 40, 100, 150)))
    assert len(pieces) > 12

    assert [len(line) for line in group_lines(join_dots(pieces))] == [1]


def test_a_dotted_digit_beside_a_whole_one_is_joined_alone():
    ink = np.maximum(dot_along("2", (40, 40, 90, 150)), sketch(SHAPE, ("7", (220, 40, 90, 150)), pen=9))

    ((dotted, whole),) = group_lines(join_dots(find(ink)))

    assert len(dotted.labels) > 12
    assert len(whole.labels) == 1


def test_small_digits_in_a_row_are_no_dots():
    digits = [(digit, (30 + 50 * at, 100, 25, 36)) for at, digit in enumerate("2073528")]

    assert [len(line) for line in group_lines(join_dots(find(sketch(SHAPE, *digits, pen=4))))] == [7]


def test_lines_are_read_from_left_to_right_and_from_top_to_bottom():
    boxes = [(300, 22, 40, 60), (40, 20, 40, 60), (170, 28, 40, 60), (220, 140, 40, 60), (90, 150, 40, 60)]
    pieces = [Piece((number,), *box, area=600) for number, box in enumerate(boxes, start=1)]

    lines = group_lines(pieces)

    assert [[piece.labels[0] for piece in line] for line in lines] == [[2, 3, 1], [5, 4]]


def test_a_line_that_climbs_is_one():
    pieces = [Piece((at,), 50 * at, 150 - 15 * at, 30, 50, 500) for at in range(7)]

    assert [[piece.labels[0] for piece in line] for line in group_lines(join_dots(pieces))] == [list(range(7))]


def test_nothing_has_no_lines():
    assert group_lines([]) == []


def test_a_digit_amid_small_print_is_no_dot():
    """A number and a word of five letters beneath it."""
    number = find(sketch(SHAPE, ("7", (60, 40, 30, 60)), ("0", (120, 40, 30, 60))))
    letters = find(sketch(SHAPE, *(("0", (50 + 26 * at, 120, 14, 22)) for at in range(5)), pen=4))

    assert len(join_dots(number + letters)) == 7


def test_a_line_that_rises_is_one_line():
    rising = [piece for at in range(4) for piece in find(sketch(SHAPE, ("2", (20 + 70 * at, 140 - 40 * at, 30, 60))))]

    assert [len(line) for line in group_lines(rising)] == [4]
