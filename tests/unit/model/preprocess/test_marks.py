"""Pieces of what the finder marks."""

import numpy as np
import pytest

from model.preprocess.marks import INKED, draw_strength, part_digits
from tests.support.sketches import share_ink

SHAPE = (40, 60)


def mark(*boxes, level=0.9):
    """Probabilities of 0.9 in boxes [left, top, width, height]."""
    marks = np.zeros(SHAPE, np.float32)
    for left, top, width, height in boxes:
        marks[top : top + height, left : left + width] = level
    return marks


def ink(*boxes):
    """Full ink in boxes."""
    return (mark(*boxes, level=1) * 255).astype(np.uint8)


def test_nothing_has_no_pieces():
    labels, pieces = part_digits(ink(), mark())

    assert pieces == []
    assert not labels.any()


def test_what_is_apart_is_apart():
    labels, pieces = part_digits(ink((5, 5, 4, 30), (30, 5, 4, 30)), mark())

    assert [piece.box for piece in pieces] == [[5, 5, 4, 30], [30, 5, 4, 30]]
    assert [np.count_nonzero(labels == piece.labels[0]) for piece in pieces] == [120, 120]


def test_a_seam_parts_what_touches_and_its_ink_goes_to_the_nearest():
    labels, pieces = part_digits(ink((5, 10, 20, 8)), mark((14, 0, 2, 40)))

    assert [piece.box for piece in pieces] == [[5, 10, 10, 8], [15, 10, 10, 8]]
    assert [piece.area for piece in pieces] == [80, 80]
    assert np.count_nonzero(labels) == 160


def test_a_seam_beside_the_ink_changes_nothing():
    labels, pieces = part_digits(ink((5, 5, 4, 30), (30, 5, 4, 30)), mark((15, 0, 5, 40)))

    assert [piece.area for piece in pieces] == [120, 120]
    assert np.count_nonzero(labels) == 240


def test_ink_that_is_all_seam_is_no_piece():
    labels, pieces = part_digits(ink((5, 5, 4, 4)), mark((0, 0, 20, 20)))

    assert pieces == []
    assert not labels.any()


@pytest.mark.parametrize(("paper", "pen"), [(220, 60), (40, 200), (130, 100)])
def test_coarse_marks_give_sharp_ink_of_either_polarity(paper, pen):
    grey = np.full(SHAPE, paper, np.uint8)
    grey[5:35, 20:24] = pen

    strength = draw_strength(grey, mark((18, 4, 8, 32), level=0.6) + mark((20, 5, 4, 30), level=0.35))

    assert (strength[8:32, 20:24] > 200).all()
    assert (strength[:, :19] == 0).all()
    assert (strength[8:32, 25:] < INKED).all()


def test_a_shadow_across_a_digit_changes_nothing():
    light = np.where(np.arange(SHAPE[0]) < 20, 1.0, 0.4)[:, np.newaxis]
    grey = np.full(SHAPE, 230.0) * light
    grey[5:35, 20:24] *= 0.3
    marks = mark((20, 5, 4, 30))

    strength = draw_strength(grey.astype(np.uint8), marks)

    assert share_ink(strength >= INKED, marks > 0) > 0.9


def test_a_ruling_through_a_digit_is_fainter_than_it():
    grey = np.full(SHAPE, 230, np.uint8)
    grey[19:21] = 190
    grey[5:35, 20:24] = 60

    strength = draw_strength(grey, mark((20, 5, 4, 30)))

    assert (strength[19:21, :19] == 0).all()
    assert (strength[19:21, 24:26] < INKED).all()


def test_where_nothing_is_marked_there_is_no_ink():
    assert not draw_strength(np.random.default_rng(0).integers(0, 256, SHAPE, dtype=np.uint8), mark()).any()
