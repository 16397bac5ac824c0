"""Letters and words beside a number: there to be seen, and nobody's."""

import numpy as np
import pytest

from model.simulate.beside import add_beside
from model.simulate.nondigits import NondigitMaker
from tests.support.inks import draw_seven


@pytest.fixture
def number():
    return draw_seven()


@pytest.fixture
def nondigits():
    class Sevens:
        def make(self, _rng, _height):
            return draw_seven()

    return NondigitMaker(Sevens())


def test_the_number_is_all_there_and_all_that_is_owned(number, nondigits):
    for seed in range(20):
        mixed = add_beside(number, nondigits, np.random.default_rng(seed))
        assert (mixed.labels, mixed.lines) == (number.labels, number.lines)
        assert np.count_nonzero(mixed.owner) == np.count_nonzero(number.owner)
        np.testing.assert_array_equal(
            np.sort(mixed.coverage[mixed.owner > 0]), np.sort(number.coverage[number.owner > 0])
        )


def test_what_stands_beside_is_seen_and_apart(number, nondigits):
    lefts = []
    for seed in range(20):
        mixed = add_beside(number, nondigits, np.random.default_rng(seed))
        columns = np.flatnonzero((mixed.owner > 0).any(axis=0))
        others = np.flatnonzero(((mixed.coverage > 0.3) & (mixed.owner == 0)).any(axis=0))
        beyond = others[(others < columns[0]) | (others > columns[-1])]
        assert beyond.size > 0
        lefts.append(beyond[0] < columns[0])
        gap = np.min(np.abs(beyond[:, np.newaxis] - columns))
        assert gap >= 0.15 * number.coverage.shape[0]
    assert 0 < sum(lefts) < 20
