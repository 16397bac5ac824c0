"""The likeliest line in columns."""

from itertools import product

import numpy as np
import pytest

from model.strips.beam import find_likeliest


def write_shares(*columns):
    """Make the probabilities of columns, of nothing and of two digits."""
    return np.array(columns, np.float64)


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_likeliest_of_all_ways_together(seed):
    """Of six columns that may be nothing or one of two digits."""
    shares = np.random.default_rng(seed).dirichlet([1.0, 1.0, 1.0], size=6)
    likelihoods = {}
    for way in product(range(3), repeat=6):
        line = tuple(one for index, one in enumerate(way) if one and (index == 0 or way[index - 1] != one))
        likelihoods[line] = likelihoods.get(line, 0.0) + float(np.prod(shares[np.arange(6), way]))

    found = find_likeliest(shares)

    assert tuple(digit.found for digit in found) == max(likelihoods, key=likelihoods.__getitem__)


def test_a_digit_that_is_likelier_nowhere_than_nothing_may_be_there_all_the_same():
    shares = write_shares([0.6, 0.4, 0.0], [0.6, 0.4, 0.0], [0.6, 0.4, 0.0])

    assert [digit.found for digit in find_likeliest(shares)] == [1]


def test_each_digit_is_where_it_is_clearest():
    shares = write_shares([0.2, 0.8, 0], [0.1, 0.9, 0], [0.3, 0.7, 0], [0.9, 0.1, 0], [0.1, 0, 0.9], [0.05, 0, 0.95])

    found = find_likeliest(shares)

    assert [(digit.found, digit.column) for digit in found] == [(1, 1), (2, 5)]


def test_the_same_digit_twice_needs_nothing_between():
    between = [0.9, 0.1, 0.0]

    assert len(find_likeliest(write_shares([0, 1, 0], [0, 1, 0]))) == 1
    assert len(find_likeliest(write_shares([0, 1, 0], between, [0, 1, 0]))) == 2


def test_columns_of_nothing_have_no_digit():
    assert find_likeliest(write_shares([1, 0, 0], [1, 0, 0])) == ()
