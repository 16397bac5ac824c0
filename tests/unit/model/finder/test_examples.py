"""What the finder learns from."""

import numpy as np
import pytest

from model.finder.examples import INK, SEAM, SHARES, make_examples, make_scene, mark_pixels
from model.finder.network import SIDE


def test_shares_add_up():
    assert sum(SHARES.values()) == pytest.approx(1)


def test_examples_are_the_same_however_many_processes_make_them(sources):
    alone, together = (make_examples(sources, 6, 5, processes) for processes in (1, 2))

    assert len(alone) == 6
    assert alone.canvases.shape == alone.marks.shape == (6, SIDE, SIDE)
    np.testing.assert_array_equal(alone.canvases, together.canvases)
    np.testing.assert_array_equal(alone.marks, together.marks)


def test_a_digit_has_ink_and_what_is_none_has_not(makers):
    scenes = [make_scene(makers, np.random.default_rng(seed)) for seed in range(40)]

    for scene in scenes:
        assert scene.owner.shape == scene.grey.shape
        marks = mark_pixels(scene.owner, scene.grey.shape)
        assert bool((marks & INK).any()) is bool(scene.labels)
    assert {bool(scene.labels) for scene in scenes} == {True, False}


def own(*columns, shape=(24, 40)):
    """Bars, two pixels wide, of digits from 1 on."""
    owner = np.zeros(shape, np.uint8)
    for digit, column in enumerate(columns, start=1):
        owner[2:-2, column : column + 2] = digit
    return owner


def test_small_digits_have_a_seam_only_where_they_are_nearer():
    near, nearer = (mark_pixels(own(10, column, shape=(20, 40)), (20, 40)) for column in (14, 13))

    assert not (near & SEAM).any()
    assert set(np.flatnonzero((nearer & SEAM).any(axis=0))) == {12}


def test_digits_that_are_near_have_a_seam_between_them():
    marks = mark_pixels(own(10, 14), (24, 40))

    assert set(np.flatnonzero((marks & SEAM).any(axis=0))) == {12, 13}
    assert set(np.flatnonzero((marks & INK).any(axis=0))) == {10, 11, 14, 15}


def test_digits_that_touch_have_a_seam_upon_them():
    marks = mark_pixels(own(10, 12), (24, 40))

    assert (marks[10, 10:14] == INK + SEAM).all()


def test_digits_that_are_apart_have_none():
    assert not (mark_pixels(own(10, 20), (24, 40)) & SEAM).any()


def test_a_thin_digit_is_not_lost_where_the_picture_gets_smaller():
    marks = mark_pixels(own(10, 30), (7, 13))

    assert marks.shape == (7, 13)
    assert np.count_nonzero((marks & INK).any(axis=0)) >= 2
