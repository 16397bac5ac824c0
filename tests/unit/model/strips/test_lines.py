"""Lines of a marked picture, and whose ink is whose."""

import cv2
import numpy as np
import pytest

from model.picture import Picture
from model.preprocess import preprocess
from model.strips.decode import ColumnDigit
from model.strips.lines import find_lines, part_by_digits
from model.strips.strip import place_line
from tests.support.sketches import sketch

NO_SEAM = np.zeros((200, 300), np.float32)


def mark(ink):
    """Mark all ink of a picture."""
    return ink.astype(np.float32) / 255


def look(ink):
    """Preprocess a picture all of whose ink is marked."""
    return preprocess(Picture(255 - ink, ink.shape[1], ink.shape[0])).look_at_marks(mark(ink), NO_SEAM)


def say(digit, line, left, right):
    """Say that a digit was read between columns of the picture."""
    sides = place_line(line)[0] @ np.array([[left, right], [line.y, line.y], [1, 1]])
    return ColumnDigit(digit, np.full(10, 0.1), *sides)


def test_a_picture_of_nothing_has_no_lines():
    assert find_lines(mark(np.zeros((200, 300), np.uint8))) == []


def test_lines_are_found_from_top_to_bottom():
    ink = sketch((200, 300), ("1", (40, 110, 40, 70)), ("2", (100, 110, 40, 70)), ("3", (40, 10, 40, 70)), pen=6)

    upper, lower = find_lines(mark(ink))

    assert upper.y < lower.y
    assert lower.length > 2 * upper.length


def test_small_digits_in_rows_are_lines_whatever_they_could_be_the_dots_of():
    ink = np.zeros((200, 300), np.uint8)
    for top in (40, 90):
        for left in (60, 90, 120, 150):
            ink[top : top + 30, left : left + 20] = 255

    upper, lower = find_lines(mark(ink))

    assert (upper.height, lower.height) == pytest.approx((30, 30), abs=4)
    assert upper.length == pytest.approx(110, abs=4)


def test_what_marks_hold_together_is_one_line_however_broken_its_ink():
    ink = np.zeros((200, 300), np.uint8)
    for left in (60, 120, 180):
        for top in range(40, 130, 15):
            ink[top : top + 8, left : left + 30] = 255
    marked = cv2.dilate(ink, np.ones((15, 1), np.uint8))

    (line,) = find_lines(mark(marked))

    assert line.height == pytest.approx(95, abs=5)


@pytest.mark.parametrize(("thickness", "lines"), [(1, 1), (8, 2)])
def test_a_line_with_hardly_any_ink_is_none(thickness, lines):
    ink = sketch((200, 300), ("8", (40, 20, 60, 90)), ("6", (140, 20, 60, 90)), pen=12)
    ink[150:180, 60 : 60 + thickness] = ink[150:180, 90 : 90 + thickness] = 255

    assert len(find_lines(mark(ink))) == lines


def test_texture_is_no_lines():
    ink = np.zeros((200, 300), np.uint8)
    for row in range(24):
        left = 20 if row % 2 else 200
        ink[8 * row + 2 : 8 * row + 8, left : left + 3] = ink[8 * row + 2 : 8 * row + 8, left + 30 : left + 33] = 255

    assert find_lines(mark(ink)) == []


def test_what_touches_is_parted_between_the_digits():
    ink = np.zeros((200, 300), np.uint8)
    ink[60:140, 50:60] = ink[60:140, 110:120] = ink[95:105, 50:120] = 255
    looked = look(ink)
    (line,) = find_lines(mark(ink))

    parted, read = part_by_digits(looked, [line], [[say(4, line, 50, 85), say(7, line, 85, 120)]])

    assert [digit.digit for digit in read] == [4, 7]
    assert [candidate.piece.box for candidate in parted.candidates] == [
        pytest.approx([50, 60, 35, 80], abs=1),
        pytest.approx([85, 60, 35, 80], abs=1),
    ]
    assert [(each.line, each.start, each.end) for each in parted.candidates] == [
        (0, 0, 1),
        (0, 1, 2),
    ]
    assert np.count_nonzero(parted.labels) == np.count_nonzero(ink)


def test_a_piece_that_leans_into_its_neighbour_stays_whole():
    ink = sketch((200, 300), ("1", (50, 60, 10, 80)), ("0", (90, 60, 50, 80)), pen=6)
    looked = look(ink)
    (line,) = find_lines(mark(ink))

    parted, _ = part_by_digits(looked, [line], [[say(1, line, 50, 62), say(0, line, 102, 132)]])

    assert parted.candidates[1].piece.box == pytest.approx([92, 57, 48, 87], abs=1)


def test_a_digit_without_ink_is_not_there():
    ink = sketch((200, 300), ("1", (50, 60, 10, 80)), ("0", (190, 60, 50, 80)), pen=6)
    looked = look(ink)
    (line,) = find_lines(mark(ink))

    parted, read = part_by_digits(
        looked, [line], [[say(1, line, 50, 62), say(8, line, 100, 130), say(0, line, 190, 240)]]
    )

    assert [digit.digit for digit in read] == [1, 0]
    assert len(parted.candidates) == 2


def test_nothing_read_leaves_nothing():
    ink = sketch((200, 300), ("1", (50, 60, 10, 80)), pen=6)

    parted, read = part_by_digits(look(ink), find_lines(mark(ink)), [[]])

    assert (parted.candidates, read) == ((), [])
    assert not parted.labels.any()
