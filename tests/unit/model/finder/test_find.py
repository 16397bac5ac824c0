"""The finder that ships, at work on pictures whose ink is known."""

import numpy as np
import pytest

from model.finder.find import Finder
from model.simulate.cameras import photograph
from model.simulate.nondigits import NondigitMaker
from tests.support.sketches import sketch


@pytest.fixture(scope="module")
def finder():
    return Finder()


@pytest.mark.parametrize("shape", [(100, 300), (28, 28), (1, 1), (320, 5)])
def test_marks_have_the_picture_s_shape_and_are_probabilities(finder, shape):
    found = finder.find(np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8))

    for marks in found:
        assert (marks.shape, marks.dtype) == (shape, np.float32)
        assert 0 <= marks.min() <= marks.max() <= 1


@pytest.mark.parametrize("turn", [lambda ink: 255 - ink, lambda ink: ink], ids=["dark", "light"])
def test_digits_on_ruled_paper_are_marked_and_the_rules_are_not(finder, turn):
    ink = sketch((200, 260), ("2", (40, 50, 60, 90)), ("5", (150, 50, 60, 90)), pen=8)
    ruled = ink.copy()
    ruled[25::50] = np.maximum(ruled[25::50], 110)

    marks = finder.find(turn(ruled)).ink

    assert marks[ink > 200].mean() > 0.8
    assert marks[ink == 0].mean() < 0.1


def test_a_seam_is_marked_where_digits_touch(finder):
    ink = sketch((140, 200), ("3", (40, 25, 50, 90)), ("5", (94, 25, 50, 90)), pen=8)

    seams = finder.find(255 - ink).seams

    assert 80 <= int(seams.max(axis=0).argmax()) <= 104


def test_ink_of_photographs_is_marked_and_what_is_no_digit_is_less(finder, makers):
    agreements, digits, others = [], [], []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        scene = photograph(makers.digits.make(rng), rng)
        marks, is_ink = finder.find(scene.grey).ink, scene.owner > 0
        agreements.append(2 * marks[is_ink].sum() / (marks.sum() + is_ink.sum()))
        digits.append(marks.max())
        others.append(finder.find(photograph(NondigitMaker(makers.digits).make(rng), rng).grey).ink.max())

    assert np.median(agreements) > 0.7
    assert np.mean(digits) > 0.85
    assert np.mean(others) < 0.75
