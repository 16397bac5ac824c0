"""Which candidates are the digits, from probabilities made by hand."""

import numpy as np
import pytest

from model.decide import choose_candidates, trust_choice
from model.preprocess.candidates import WHOLE, Candidate
from model.preprocess.pieces import Piece

TILE = np.zeros((28, 28), np.uint8)


def candidate(start, end, box, line=0):
    return Candidate(TILE, Piece((1,), *box, area=500), line, start, end)


def row(digit, probability, none=0.0):
    """Probabilities of one digit and of no digit; the others share what is left."""
    rest = np.full(11, max(0.0, 1 - probability - none) / 9)
    rest[digit], rest[10] = probability, none
    return rest


def choose(*found):
    """Choose among (candidate, row) and return the places of those chosen."""
    candidates, rows = [each for each, _ in found], [each for _, each in found]
    chosen = choose_candidates(candidates, np.array(rows, np.float32).reshape(-1, 11))
    return [(candidates[index].line, candidates[index].start, candidates[index].end) for index in chosen]


SURE, NONE = row(7, 0.995), row(1, 0.01, none=0.985)


@pytest.mark.parametrize("probability", [0.999, 0.7, 0.4])
def test_one_digit(probability):
    only = candidate(0, 1, (10, 10, 40, 60))

    assert choose((only, row(3, probability))) == [(0, 0, 1)]


def test_nothing_is_nothing():
    assert choose() == []


def test_two_digits_stay_two():
    left, right = candidate(0, 1, (10, 10, 35, 60)), candidate(1, 2, (50, 10, 35, 60))
    both = candidate(0, 2, (10, 10, 75, 60))

    assert choose((left, SURE), (both, row(0, 0.3, none=0.6)), (right, SURE)) == [
        (0, 0, 1),
        (0, 1, 2),
    ]


def test_two_pieces_of_one_digit_are_joined():
    left, right = candidate(0, 1, (10, 10, 20, 60)), candidate(1, 2, (32, 10, 20, 60))
    both = candidate(0, 2, (10, 10, 42, 60))

    assert choose((left, row(1, 0.4, none=0.5)), (both, row(4, 0.98)), (right, row(1, 0.6, none=0.3))) == [(0, 0, 2)]


def test_three_pieces_of_one_digit_are_joined():
    pieces = [candidate(at, at + 1, (10 + 15 * at, 10, 12, 60)) for at in range(3)]
    pairs = [candidate(at, at + 2, (10 + 15 * at, 10, 27, 60)) for at in range(2)]
    whole = candidate(0, 3, (10, 10, 42, 60))
    found = [(each, row(1, 0.3, none=0.6)) for each in (*pieces, *pairs)]

    assert choose(*found, (whole, row(8, 0.97))) == [(0, 0, 3)]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_clutter_beside_digits_is_left_out(place):
    pieces = [candidate(at, at + 1, (10 + 60 * at, 10, 40, 60)) for at in range(3)]
    rows = [NONE if at == place else SURE for at in range(3)]

    assert [start for _, start, _ in choose(*zip(pieces, rows, strict=True))] == [at for at in range(3) if at != place]


def test_clutter_in_a_line_of_its_own_is_left_out():
    digit, clutter = candidate(0, 1, (10, 10, 40, 60)), candidate(0, 1, (10, 150, 40, 60), line=1)

    assert choose((digit, SURE), (clutter, row(1, 0.02, none=0.97))) == [(0, 0, 1)]


def test_what_is_surely_no_digit_is_not_read_alone():
    assert choose((candidate(0, 1, (10, 10, 40, 60)), row(1, 0.0005, none=0.999))) == []


def test_what_might_be_a_digit_is_read_alone():
    assert choose((candidate(0, 1, (10, 10, 40, 60)), row(1, 0.35, none=0.6))) == [(0, 0, 1)]


def test_lines_are_read_one_after_the_other():
    found = [
        (candidate(1, 2, (80, 120, 40, 60), line=1), SURE),
        (candidate(0, 1, (10, 10, 40, 60)), SURE),
        (candidate(0, 1, (10, 120, 40, 60), line=1), SURE),
        (candidate(1, 2, (80, 10, 40, 60)), SURE),
    ]

    assert [(line, start) for line, start, _ in choose(*found)] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_what_is_tiny_beside_digits_is_left_out():
    """Remains of a frame, read as ones, in the digits' line and in others."""
    digits = [(candidate(at, at + 1, (10 + 50 * at, 40, 35, 60)), SURE) for at in range(2)]
    beside = (candidate(2, 3, (110, 50, 4, 20)), row(1, 0.99))
    above = (candidate(0, 1, (60, 5, 3, 15), line=1), row(1, 0.99))

    assert choose(*digits, beside, above) == [(0, 0, 1), (0, 1, 2)]


def test_what_is_far_taller_than_digits_is_left_out():
    """The edge of a table, read as a one."""
    digits = [(candidate(at, at + 1, (100 + 30 * at, 140, 20, 30)), SURE) for at in range(3)]
    edge = (candidate(0, 1, (10, 10, 12, 250), line=1), row(1, 0.99))

    assert [line for line, _, _ in choose(*digits, edge)] == [0, 0, 0]


def test_digits_of_one_line_may_differ_in_height():
    small, large = candidate(0, 1, (10, 40, 25, 30)), candidate(1, 2, (50, 10, 40, 60))

    assert choose((small, SURE), (large, SURE)) == [(0, 0, 1), (0, 1, 2)]


@pytest.mark.parametrize(
    ("of_whole", "is_one"), [(row(5, 0.97), True), (row(5, 0.4, none=0.55), False), (row(0, 0.02, none=0.97), False)]
)
def test_pieces_above_each_other_are_one_digit_where_the_whole_is_likelier(of_whole, is_one):
    """The bar of a 5 that does not touch its bow, and is a line of its own."""
    bar, bow = candidate(0, 1, (10, 10, 40, 8)), candidate(0, 1, (10, 22, 40, 40), line=1)
    whole = candidate(0, 1, (10, 10, 40, 52), line=WHOLE)

    chosen = choose((whole, of_whole), (bar, row(1, 0.3, none=0.6)), (bow, row(3, 0.5, none=0.4)))

    assert ((WHOLE, 0, 1) in chosen) == is_one
    assert len(chosen) == 1


def test_two_sure_lines_stay_two():
    upper, lower = candidate(0, 1, (10, 10, 40, 60)), candidate(0, 1, (10, 76, 40, 60), line=1)
    whole = candidate(0, 1, (10, 10, 40, 126), line=WHOLE)

    assert [line for line, _, _ in choose((whole, row(8, 0.6, none=0.3)), (upper, SURE), (lower, SURE))] == [0, 1]


def test_confidence_falls_with_the_ink_that_was_left_out():
    digit, other = candidate(0, 1, (10, 10, 40, 60)), candidate(1, 2, (60, 10, 40, 60))
    both, whole = candidate(0, 2, (10, 10, 90, 60)), candidate(0, 2, (10, 10, 90, 60), WHOLE)
    speck = Candidate(TILE, Piece((2,), 70, 60, 4, 4, area=10), 0, 1, 2)

    assert trust_choice([0, 1], [digit, other, both, whole]) == 1
    assert trust_choice([0], [digit, speck]) == 1
    assert trust_choice([0], [digit]) == 1
    assert trust_choice([0], [digit, other]) == pytest.approx((0.5 / 0.97) ** 4)
    assert trust_choice([], [digit]) == 0
    assert trust_choice([], []) == 0
