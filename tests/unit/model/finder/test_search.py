"""Digits that are too small to be marked in a whole picture."""

import numpy as np
import pytest

from model.finder.find import Finder
from model.finder.search import SURELY, find_small
from model.preprocess.view import view_picture
from model.simulate.cameras import photograph_from_afar


@pytest.fixture(scope="module")
def finder():
    return Finder()


def test_digits_from_afar_that_are_not_marked_in_the_whole_are_found_where_they_are(finder, makers):
    found = []
    for seed in range(120):
        rng = np.random.default_rng(seed)
        scene = photograph_from_afar(makers.digits.make(rng), rng)
        view = view_picture(scene.grey)
        if finder.find(view.grey).ink.max() < SURELY:
            seen = find_small(finder, view)
            assert seen.shape == view.grey.shape
            left, top, width, height = view.locate(scene.boxes)[0]
            rows, columns = np.nonzero(seen)
            is_there = (np.abs(columns - left - width / 2) < width) & (np.abs(rows - top - height / 2) < height)
            found.append(is_there.any())

    assert len(found) >= 5
    assert np.mean(found) > 0.5


@pytest.mark.parametrize("shape", [(1280, 1280), (200, 200), (1, 1300)])
def test_on_an_empty_page_nothing_is_found(finder, shape):
    assert not find_small(finder, view_picture(np.full(shape, 220, np.uint8))).any()
