"""A whole picture made small, and a part of it in more detail."""

import numpy as np
import pytest

from model.preprocess.reduce import WORKING_SIDE
from model.preprocess.view import DETAIL_SIDE, view_picture


def page(height, width, top, left, side):
    """A white page with a grey square whose middle is black."""
    grey = np.full((height, width), 255, np.uint8)
    grey[top : top + side, left : left + side] = 128
    third = side // 3
    grey[top + third : top + 2 * third, left + third : left + 2 * third] = 0
    return grey


def mark(view):
    """Mark what is not white, as the finder would."""
    return (view.grey < 200).astype(np.float32)


def place(view, level):
    """The first and the last pixel of the upright picture, across and down, of what is darker than a level."""
    rows, columns = np.nonzero(view.grey < level)
    return [
        view.left + view.factor * columns.min(),
        view.left + view.factor * (columns.max() + 1),
        view.top + view.factor * rows.min(),
        view.top + view.factor * (rows.max() + 1),
    ]


@pytest.mark.parametrize("shape", [(1000, 800), (700, 1900), (3000, 4000)])
def test_what_is_marked_is_seen_in_more_detail_where_it_is(shape):
    top, left, side = shape[0] // 2, shape[1] // 3, 90
    whole = view_picture(page(*shape, top, left, side))

    closer = whole.look_closer(mark(whole))

    assert closer.factor < whole.factor
    assert max(closer.grey.shape) <= WORKING_SIDE
    assert closer.grey.shape[0] * closer.factor < shape[0] / 2
    assert place(closer, 200) == pytest.approx([left, left + side, top, top + side], abs=2 * closer.factor)
    assert place(closer, 60) == pytest.approx([left + 30, left + 60, top + 30, top + 60], abs=2 * closer.factor)


def test_paper_around_it_is_seen_too_but_for_the_borders():
    whole = view_picture(page(1200, 1200, 0, 600, 60))

    closer = whole.look_closer(mark(whole))

    assert closer.top == 0
    assert closer.left < 600 - 15
    assert closer.left + closer.factor * closer.grey.shape[1] > 660 + 15


@pytest.mark.parametrize(
    "grey",
    [
        page(WORKING_SIDE, 200, 20, 20, 30),
        page(1000, 1000, 20, 20, 900),
        page(1000, 1000, 0, 0, 0),
    ],
    ids=["small", "full", "nothing marked"],
)
def test_where_no_more_is_to_be_seen_there_is_no_closer_look(grey):
    whole = view_picture(grey)

    assert whole.look_closer(mark(whole)) is None


def test_a_closer_look_can_be_looked_at_closer():
    whole = view_picture(page(1280, 1280, 600, 600, 30))
    grey = np.zeros_like(whole.grey)
    grey[100:220, 100:220] = 1

    closer = whole.look_closer(grey.astype(np.float32))
    closest = closer.look_closer(mark(closer))

    assert whole.factor > closer.factor > closest.factor
    assert place(closest, 200) == pytest.approx([600, 630, 600, 630], abs=2)


def test_large_pictures_keep_no_more_than_can_be_looked_at():
    view = view_picture(np.zeros((3000, 4000), np.uint8))

    assert max(view.detail.shape) <= DETAIL_SIDE
    assert view.factor % view.detail_factor == 0


@pytest.mark.parametrize("shape", [(1000, 800), (700, 1900), (3000, 4000), (300, 2000)])
def test_parts_are_the_whole_together_in_more_detail(shape):
    whole = view_picture(np.zeros(shape, np.uint8))

    parts = whole.split()

    assert parts
    seen = np.zeros(shape, bool)
    for part in parts:
        assert part.factor < whole.factor
        height, width = np.multiply(part.grey.shape, part.factor)
        seen[part.top : part.top + height, part.left : part.left + width] = True
    reduced = np.multiply(whole.detail.shape, whole.detail_factor)
    assert seen[: reduced[0], : reduced[1]].mean() > 0.98


def test_a_part_is_seen_where_it_is():
    whole = view_picture(page(1200, 1200, 500, 600, 90))

    (part,) = [each for each in whole.split() if each.grey.min() < 60]

    assert place(part, 200) == pytest.approx([600, 690, 500, 590], abs=2 * part.factor)


@pytest.mark.parametrize("shape", [(1, 2000), (5000, 2), (1281, 3)])
def test_narrow_pictures_have_parts_with_pixels_if_any(shape):
    assert all(part.grey.size for part in view_picture(np.zeros(shape, np.uint8)).split())


def test_a_small_picture_has_no_parts_that_show_more():
    assert view_picture(page(WORKING_SIDE, 200, 20, 20, 30)).split() == []
