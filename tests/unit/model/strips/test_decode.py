"""From columns to digits, and how likely they are."""

from itertools import product

import numpy as np
import pytest

from model.strips.decode import decode_columns, measure_likelihood
from model.strips.network import CLASSES, COLUMNS, SIDES, STRIDE


def write_columns(*runs, sides=(5.0, 7.0)):
    """Make columns that are nothing but where runs (digit, first, last) say so."""
    columns = np.zeros((COLUMNS, CLASSES + SIDES), np.float32)
    columns[:, 0] = 12
    columns[:, CLASSES:] = sides
    for digit, first, last in runs:
        columns[first : last + 1, 0] = 0
        columns[first : last + 1, digit + 1] = 12
    return columns


def test_runs_of_one_class_are_a_digit():
    digits = decode_columns(write_columns((4, 10, 12), (0, 20, 20), (9, 21, 22)))

    assert [digit.digit for digit in digits] == [4, 0, 9]
    for digit in digits:
        assert digit.probabilities.sum() == pytest.approx(1)
        assert digit.probabilities.argmax() == digit.digit


def test_the_same_digit_twice_needs_nothing_between():
    digits = decode_columns(write_columns((1, 10, 11), (1, 13, 13)))

    assert [digit.digit for digit in digits] == [1, 1]


def test_a_strip_of_nothing_has_no_digit():
    assert decode_columns(write_columns()) == []


def test_digits_reach_to_the_ends():
    digits = decode_columns(write_columns((1, 0, 1), (2, COLUMNS - 1, COLUMNS - 1)))

    assert [digit.digit for digit in digits] == [1, 2]


def test_sides_are_those_of_the_clearest_column():
    columns = write_columns((3, 10, 12))
    columns[11, 4] = 14
    columns[11, CLASSES:] = (2.0, 3.0)

    (digit,) = decode_columns(columns)

    assert (digit.left, digit.right) == (STRIDE * 11.5 - 2, STRIDE * 11.5 + 3)


def test_what_is_read_is_likely_and_all_else_is_not():
    columns = write_columns((4, 10, 12), (0, 20, 20))

    assert measure_likelihood(columns, [4, 0]) > 0.8
    assert measure_likelihood(columns, [4]) < 1e-3
    assert measure_likelihood(columns, []) < 1e-3
    assert measure_likelihood(write_columns(), []) > 0.8


@pytest.mark.parametrize("digits", [[], [1], [1, 1], [0, 1], [1, 0, 1]])
def test_the_likelihood_is_the_sum_over_all_ways_to_write_it(digits):
    """Of five columns that may be nothing, 0 or 1, and are surely nothing after that."""
    columns = np.full((COLUMNS, CLASSES + SIDES), -99, np.float32)
    columns[:, 0] = 0
    columns[:5, :3] = np.random.default_rng(len(digits)).normal(size=(5, 3))
    shares = np.exp(columns[:5, :3])
    shares /= shares.sum(axis=1, keepdims=True)
    total = 0.0
    for way in product(range(3), repeat=5):
        written = [one - 1 for index, one in enumerate(way) if one and (index == 0 or way[index - 1] != one)]
        if written == digits:
            total += float(np.prod([shares[column, one] for column, one in enumerate(way)]))

    assert measure_likelihood(columns, digits) == pytest.approx(total, rel=1e-5)
