"""Zeros with ink within, which may be rings: the finder is asked about them, however clear they are."""

import cv2
import numpy as np
import pytest

from model.asking import holds_ink, is_asked_about, is_in_doubt
from model.found_ink import FoundInk
from model.picture import Picture
from model.prepared import Prepared
from model.preprocess import preprocess
from model.reading import DigitReading, Reading

TOUCHING_ONE = (((50, 24), (50, 96)),)
TOUCHING_SEVEN = (((30, 35), (70, 35)), ((70, 35), (45, 94)))


def draw_zero(*strokes, width=34):
    """Preprocess a zero with strokes in it, from (x, y) to (x, y) of a square of 100."""
    grey = np.full((140, 140), 255, np.uint8)
    cv2.ellipse(grey, (70, 70), (width, 46), 0, 0, 360, 0, 6, cv2.LINE_AA)
    for start, end in strokes:
        cv2.line(grey, (20 + start[0], 20 + start[1]), (20 + end[0], 20 + end[1]), 0, 5, cv2.LINE_AA)
    return preprocess(Picture(grey=grey, width=140, height=140))


@pytest.mark.parametrize(
    ("strokes", "holds"),
    [((), False), ((((50, 4), (66, 16)),), False), (TOUCHING_ONE, True), (TOUCHING_SEVEN, True)],
    ids=["empty", "ends that cross at its top", "a one that touches", "a seven that touches"],
)
def test_a_zero_with_ink_within_may_be_a_ring(strokes, holds):
    (candidate,) = draw_zero(*strokes).candidates

    assert holds_ink(candidate.tile) is holds


def test_a_narrow_zero_holds_nothing():
    (candidate,) = draw_zero(width=12).candidates

    assert not holds_ink(candidate.tile)


@pytest.mark.parametrize(
    ("digit", "strokes", "is_asked"), [(0, (), False), (0, TOUCHING_ONE, True), (8, TOUCHING_ONE, False)]
)
def test_the_finder_is_asked_about_a_clear_zero_only_if_that_may_be_a_ring(digit, strokes, is_asked):
    preprocessed = draw_zero(*strokes)
    (candidate,) = preprocessed.candidates
    prepared = Prepared(140, 140, preprocessed, b"", 0.0)
    clear = DigitReading(digit, 0.99, [0.0] * 10, [0, 0, 140, 140], 0)
    reading = Reading(str(digit), (clear,), 140, 140, (), candidate.tile[None], b"", FoundInk(preprocessed, ()))

    assert is_asked_about(prepared, reading) is is_asked
    assert not is_in_doubt(prepared, reading)
