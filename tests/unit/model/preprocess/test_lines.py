"""Pieces put into lines, with the parts of broken digits beside each other."""

import pytest

from model.preprocess.lines import group_lines, measure_usual_height
from model.preprocess.pieces import Piece


def place(*boxes):
    """Pieces numbered from 1, a fifth of whose boxes is ink."""
    return [
        Piece((number,), left, top, width, height, max(1, width * height // 5))
        for number, (left, top, width, height) in enumerate(boxes, start=1)
    ]


def name(lines):
    """The labels of each line's pieces."""
    return [[tuple(sorted(piece.labels)) for piece in line] for line in lines]


ROW = [(40, 100, 40, 60), (110, 100, 40, 60), (250, 100, 40, 60)]


def test_halves_of_a_digit_are_neighbours_in_its_line():
    halves = [(180, 100, 24, 20), (196, 138, 24, 22)]

    assert name(group_lines(place(*ROW, *halves))) == [[(1,), (2,), (4,), (5,), (3,)]]


def test_close_dashes_that_draw_a_digit_are_one_piece():
    dashes = [(180, 100, 30, 10), (180, 113, 8, 20), (186, 136, 24, 24)]

    assert name(group_lines(place(*ROW, *dashes))) == [[(1,), (2,), (4, 5, 6), (3,)]]


def test_dashes_of_an_upright_ruling_are_not_joined():
    dashes = [(180, 100 + 14 * at, 3, 10) for at in range(4)]

    assert max(len(piece.labels) for line in group_lines(place(*ROW, *dashes)) for piece in line) == 1


def test_a_low_piece_between_two_lines_belongs_to_the_nearer_one():
    """The bar of a 5 in the second line, close beneath the first one."""
    first, second = [(40, 20, 40, 60), (110, 20, 40, 60)], [(40, 100, 40, 60), (110, 110, 40, 50)]
    bar = (115, 98, 40, 8)

    assert name(group_lines(place(*first, *second, bar))) == [[(1,), (2,)], [(3,), (4, 5)]]


def test_what_is_far_taller_than_digits_is_a_line_of_its_own():
    """The edge of a table beside two lines does not make them one."""
    first, second = [(40, 20, 40, 60), (110, 20, 40, 60)], [(40, 100, 40, 60), (110, 100, 40, 60)]
    edge = (90, 0, 4, 300)

    assert sorted(map(len, group_lines(place(*first, *second, edge)))) == [1, 2, 2]


@pytest.mark.parametrize("specks", [0, 30])
def test_the_usual_height_is_that_of_most_ink(specks):
    assert measure_usual_height(place(*ROW, *((300 + 5 * at, 10, 3, 3) for at in range(specks)))) == 60


def test_one_piece_is_one_line():
    assert name(group_lines(place(ROW[0]))) == [[(1,)]]
