"""Rings around numbers, and lines under them."""

import cv2
import numpy as np
import pytest

from model.preprocess import preprocess_view
from model.preprocess.emphasis import clear_emphasis, is_ring, is_underline
from model.preprocess.pieces import find_pieces
from model.preprocess.view import view_picture

PEN = 7


def draw(*lines, ellipses=()):
    """Draw strokes, each of points, and ellipses (middle, axes), 1 for ink."""
    mask = np.zeros((220, 260), np.uint8)
    for points in lines:
        cv2.polylines(mask, [np.array(points, np.int32)], False, 1, PEN)
    for middle, axes in ellipses:
        cv2.ellipse(mask, middle, axes, 8, 0, 360, 1, PEN)
    return mask


SEVEN = [(90, 70), (130, 70), (105, 140)]
FOUR = [(150, 70), (140, 110), (180, 110)], [(170, 90), (168, 140)]
RING = ((110, 105), (60, 75))
OVAL = ((130, 105), (100, 70))
UNDER = [(75, 165), (150, 160)]
UNDER_TOO = [(78, 182), (148, 179)]

POINTED_AT = {
    "a digit in a ring": (draw(SEVEN, ellipses=[RING]), 1, 0),
    "a number in an oval": (draw(SEVEN, *FOUR, ellipses=[OVAL]), 1, 0),
    "a number in a box": (draw(SEVEN, *FOUR, [(70, 45), (210, 45), (210, 165), (70, 165), (70, 45)]), 1, 0),
    "underlined": (draw(SEVEN, UNDER), 0, 1),
    "underlined twice": (draw(SEVEN, UNDER, UNDER_TOO), 0, 2),
    "underlined in a ring": (draw(SEVEN, [(85, 158), (135, 157)], ellipses=[RING]), 1, 0),
    "a number": (draw(SEVEN, *FOUR), 0, 0),
    "a zero": (draw(ellipses=[((110, 105), (35, 60))]), 0, 0),
    "a zero with a slash in it": (draw([(96, 128), (124, 84)], ellipses=[((110, 105), (40, 65))]), 0, 0),
    "a zero with a dot in it": (draw([(110, 105), (111, 105)], ellipses=[((110, 105), (35, 60))]), 0, 0),
    "a bar above a number": (draw([(95, 40), (130, 40)], SEVEN), 0, 0),
    "a digit that touches its ring": (draw([(90, 70), (180, 70), (105, 140)], ellipses=[RING]), 0, 0),
    "a face": (
        draw(
            [(90, 85), (92, 85)],
            [(128, 85), (130, 85)],
            [(109, 85), (109, 140)],
            [(85, 150), (135, 150)],
            ellipses=[RING],
        ),
        0,
        0,
    ),
    "a target": (draw([(109, 105), (111, 105)], ellipses=[RING, ((110, 105), (35, 45))]), 0, 0),
    "a stroke in a U": (draw([(60, 40), (70, 150), (110, 180), (150, 150), (160, 40)], [(115, 60), (105, 150)]), 0, 0),
    "a ring with a gap": (
        draw(SEVEN, [(120, 31), (165, 70), (168, 140), (110, 180), (55, 140), (55, 70), (100, 31)]),
        1,
        0,
    ),
    "a bar alone": (draw(UNDER), 0, 0),
    "a short bar under a wide number": (draw(SEVEN, *FOUR, [(150, 170), (180, 170)]), 0, 0),
}


@pytest.mark.parametrize(("mask", "rings", "lines"), POINTED_AT.values(), ids=POINTED_AT)
def test_rings_and_lines_are_told_from_digits(mask, rings, lines):
    labels, pieces = find_pieces(mask)

    assert sum(is_ring(piece, pieces, labels) for piece in pieces) == rings
    if not rings:
        assert sum(is_underline(piece, pieces) for piece in pieces) == lines


@pytest.mark.parametrize("name", ["a digit in a ring", "underlined", "underlined twice"])
def test_a_digit_that_is_pointed_at_is_found_alone(name):
    mask = POINTED_AT[name][0]

    found = preprocess_view(view_picture(255 * (1 - mask)))

    assert [candidate.piece.box for candidate in found.candidates] == [
        preprocess_view(view_picture(255 * (1 - draw(SEVEN)))).candidates[0].piece.box
    ]


def test_marks_lose_what_points_at_a_number_and_nothing_of_the_number():
    mask = POINTED_AT["a digit in a ring"][0]
    labels, _ = find_pieces(mask)
    marks = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.5)

    cleared = clear_emphasis(marks, labels)

    seven = draw(SEVEN)
    np.testing.assert_array_equal(cleared[seven > 0], marks[seven > 0])
    assert cleared[(mask > 0) & (seven == 0)].max() == 0
    assert cleared[5:25, 5:25].max() == marks[5:25, 5:25].max()


def test_marks_of_a_number_alone_stay_as_they_are():
    labels, _ = find_pieces(POINTED_AT["a number"][0])
    marks = np.full(labels.shape, 0.4, np.float32)

    assert clear_emphasis(marks, labels) is marks
