"""Lines of a picture cut into strips, with their digits."""

import numpy as np

from model.finder.find import Found
from model.preprocess.view import view_picture
from model.strips.cutting import CLASS, LEFT, MIDDLE, RIGHT, Digits, cut_found, cut_written, place_digits
from model.strips.network import CHANNELS, HEIGHT, WIDTH
from model.strips.strip import fit_line, stack_marks


def draw(*bars):
    """Make a view of 100 x 200 pixels with bars [left, top, width, height], and marks that are right about them."""
    ink = np.zeros((100, 200), np.float32)
    for left, top, width, height in bars:
        ink[top : top + height, left : left + width] = 1
    return view_picture(np.rint(255 * ink).astype(np.uint8)), Found(ink, np.zeros_like(ink))


def of(labels, boxes, lines=None):
    return Digits(np.array(boxes, float), np.array(labels), np.array(lines or [0] * len(labels)))


def read(digits):
    return (digits[digits[:, CLASS] > 0, CLASS] - 1).astype(int).tolist()


UPPER, BESIDE, LOWER = [20, 10, 6, 30], [40, 10, 6, 30], [30, 60, 6, 30]


def test_digits_are_placed_by_their_boxes():
    boxes = [[43, 10, 22, 22], [10, 10, 11, 22]]

    digits = place_digits(of([9, 0], boxes), fit_line(boxes))

    # The line is 55 pixels long and as high as in the strip.
    assert digits[:2].tolist() == [[1, 106, 100.5, 111.5], [10, 144.5, 133.5, 155.5]]
    assert not digits[2:].any()


def test_what_is_found_has_the_digits_that_lie_in_it():
    view, found = draw(UPPER, BESIDE, LOWER)

    strips = list(
        cut_found(view.grey, found, of([1, 7, 4], [UPPER, BESIDE, LOWER], [0, 0, 1]), np.random.default_rng(1))
    )

    assert [read(digits) for _, digits in strips] == [[1, 7], [4]]
    for strip, digits in strips:
        assert strip.shape == (HEIGHT, WIDTH, CHANNELS)
        assert strip[HEIGHT // 2, int(digits[0, MIDDLE]), 1] > 200
        assert digits[0, LEFT] < digits[0, MIDDLE] < digits[0, RIGHT]


def test_a_mark_that_is_no_digit_is_nothing_to_read():
    view, found = draw(UPPER, LOWER)

    strips = list(cut_found(view.grey, found, of([1], [UPPER]), np.random.default_rng(1)))

    assert [read(digits) for _, digits in strips] == [[1], []]


def test_where_digits_of_two_lines_make_one_nothing_is_learned():
    view, found = draw(UPPER, BESIDE)

    assert not list(cut_found(view.grey, found, of([1, 7], [UPPER, BESIDE], [0, 1]), np.random.default_rng(1)))


def test_where_nothing_is_marked_no_line_is_found():
    view, found = draw()

    assert not list(cut_found(view.grey, found, of([1], [UPPER]), np.random.default_rng(1)))


def test_written_lines_are_cut_out_whatever_is_marked():
    view, found = draw()
    digits = of([1, 7, 4], [UPPER, BESIDE, LOWER], [0, 0, 1])

    strips = list(cut_written(stack_marks(view.grey, found), digits, np.random.default_rng(1)))

    assert [read(digits) for _, digits in strips] == [[1, 7], [4]]


def test_only_digits_of_the_picture_are_seen():
    digits = of([1, 7, 4], [[-20, 10, 6, 30], [10, 10, 6, 30], [10, 90, 6, 30]])

    assert digits.lie_within((100, 200)).tolist() == [False, True, False]
