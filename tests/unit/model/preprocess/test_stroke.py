"""Pens of all widths brought to one."""

import cv2
import numpy as np
import pytest

from model.preprocess import stroke
from model.preprocess.normalise import make_tile
from tests.support.sketches import sketch


def depth_of(mask):
    return cv2.distanceTransform(mask, cv2.DIST_L2, 3)


def draw_seven(pen, side=200):
    """A 7 cut close, and the longest side of its box."""
    ink = sketch((side + 100, side + 100), ("7", (50, 50, int(0.6 * side), side)), pen=pen)
    left, top, width, height = cv2.boundingRect((ink > 127).astype(np.uint8))
    return ink[top : top + height, left : left + width], max(width, height)


@pytest.mark.parametrize("width", [4, 9, 20])
def test_the_width_of_a_strip_is_measured(width):
    strip = np.zeros((200, 60), np.uint8)
    strip[10:190, 20 : 20 + width] = 1

    assert stroke.measure_width(depth_of(strip)) == pytest.approx(width, rel=0.12, abs=1)
    assert stroke.find_narrow_half(depth_of(strip)) == pytest.approx(width / 2, abs=1.1)


def test_no_ink_has_a_width():
    nothing = np.zeros((20, 20), np.float32)

    assert stroke.measure_width(nothing) == 1.0
    assert stroke.find_narrow_half(nothing) == 0.0


def test_narrow_parts_are_found_in_a_pen_of_two_widths():
    mask = np.zeros((100, 200), np.uint8)
    mask[20:50, 10:110] = 1
    mask[33:37, 110:190] = 1

    assert stroke.find_narrow_half(depth_of(mask)) <= 3


def test_widths_like_mnists_are_left_alone():
    middle = (stroke.THINNEST + stroke.THICKEST) / 2

    assert stroke.choose_shift(middle * 100, middle * 50, 100) == 0.0
    assert stroke.choose_shift(2, 1, 100) > 1
    assert stroke.choose_shift(40, 20, 100) < -1


def test_what_a_shift_makes_is_as_wide_as_wanted():
    shift = stroke.choose_shift(2, 1, 100)

    assert (2 + 2 * shift) / (100 + 2 * shift) == pytest.approx(stroke.THINNEST)


def test_narrow_parts_and_solid_blocks_are_not_eaten():
    assert stroke.choose_shift(40, 1.0, 100) == 0.0
    assert stroke.choose_shift(100, 50, 100) >= -0.15 * 100


@pytest.mark.parametrize("side", [14, 60, 300])
def test_outlines_have_the_side_that_they_say(side):
    ink = np.zeros((side + 4, side + 4), np.uint8)
    ink[2:-2, side // 2 : side // 2 + max(2, side // 8)] = 255

    outline = stroke.trace_outline(ink, side)

    rows = np.flatnonzero((outline.distance > 0).any(axis=1))
    assert rows[-1] - rows[0] + 1 == pytest.approx(outline.longest, rel=0.06)


def test_pens_of_2_and_40_pixels_come_out_alike():
    thin, thick = (make_tile(*draw_seven(pen)) for pen in (2, 40))

    widths = [stroke.measure_width(depth_of((tile > 127).astype(np.uint8))) for tile in (thin, thick)]
    assert widths[0] == pytest.approx(widths[1], abs=2)
    assert all(1.5 <= width <= 5 for width in widths)
    # Where one has ink the other has it, or has it one pixel beside.
    for one, other in ((thin, thick), (thick, thin)):
        assert (cv2.dilate(other, np.ones((3, 3), np.uint8))[one > 200] > 100).mean() > 0.85


@pytest.mark.parametrize("faintest", [30, 120])
def test_faint_ink_has_an_outline_too(faintest):
    ink, side = draw_seven(9)

    outline = stroke.trace_outline((ink * (faintest / 255)).astype(np.uint8), side)

    assert (outline.distance > 0).any()
