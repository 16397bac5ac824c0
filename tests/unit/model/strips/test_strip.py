"""A line of a picture becomes a strip of one height, lying straight."""

import cv2
import numpy as np
import pytest

from model.finder.find import Found
from model.strips.network import CHANNELS, HEIGHT, WIDTH
from model.strips.strip import (
    LINE_HEIGHT,
    MARGIN,
    Line,
    cut_strip,
    fit_line,
    place_line,
    stack_marks,
    standardise_strips,
)


def found_in(ink):
    """Mark ink uint8 (height, width), and no seams."""
    marks = ink.astype(np.float32) / 255
    return Found(marks, np.zeros_like(marks))


def test_a_line_lies_around_its_boxes():
    line = fit_line([[10, 20, 30, 40], [100, 22, 20, 38]])

    assert (line.x, line.y, line.length, line.height) == pytest.approx((65, 40.5, 110, 41), abs=1.5)
    assert line.angle == pytest.approx(0, abs=0.03)


def test_one_box_has_no_slope():
    assert fit_line([[10, 20, 30, 40]]) == Line(25, 40, 0, 30, 40)


def test_no_box_is_no_line():
    with pytest.raises(ValueError, match="box"):
        fit_line([])


@pytest.mark.parametrize("angle", [-0.2, 0.1])
def test_a_line_has_the_slope_of_its_boxes(angle):
    boxes = [[x, 100 + np.tan(angle) * x - 10, 10, 20] for x in (20, 60, 100, 140)]

    line = fit_line(boxes)

    assert line.angle == pytest.approx(angle)
    assert line.height == pytest.approx(20, abs=2.5)


def test_a_line_has_no_more_than_a_slope():
    assert abs(fit_line([[20, 0, 10, 10], [60, 100, 10, 10], [80, 200, 10, 10]]).angle) <= np.deg2rad(20)


def test_the_line_s_middle_is_the_strip_s_and_its_height_is_always_the_same():
    line = Line(x=120, y=80, angle=0.15, length=100, height=44)
    there = place_line(line)
    across = 22 * np.array([-np.sin(line.angle), np.cos(line.angle)])

    assert there @ [120, 80, 1] == pytest.approx([WIDTH / 2, HEIGHT / 2])
    assert there @ [120 + across[0], 80 + across[1], 1] == pytest.approx([WIDTH / 2, HEIGHT / 2 + LINE_HEIGHT / 2])


def test_a_long_line_fits_into_the_strip():
    there = place_line(Line(x=150, y=50, angle=0, length=300, height=10))

    assert there @ [0, 50, 1] == pytest.approx([MARGIN, HEIGHT / 2])


@pytest.mark.parametrize("scale", [0.5, 1, 4])
def test_a_strip_shows_the_line_in_any_size(scale):
    ink = np.zeros((60, 200), np.uint8)
    ink[20:42, 50:60] = ink[20:42, 140:150] = 255
    ink = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    line = fit_line(
        [[50 * scale, 20 * scale, 10 * scale, 22 * scale], [140 * scale, 20 * scale, 10 * scale, 22 * scale]]
    )

    strip = cut_strip(stack_marks(255 - ink, found_in(ink)), line)

    assert (strip.shape, strip.dtype) == ((HEIGHT, WIDTH, CHANNELS), np.uint8)
    inked = np.flatnonzero(strip[..., 1].max(axis=0) > 128)
    assert [inked[0], inked[-1]] == pytest.approx([WIDTH / 2 - 50, WIDTH / 2 + 49], abs=2)
    assert strip[HEIGHT // 2, WIDTH // 2 - 45, 0] < 60
    assert strip[HEIGHT // 2, WIDTH // 2, 0] > 200


def test_a_line_that_climbs_lies_straight():
    ink = np.zeros((120, 200), np.uint8)
    cv2.line(ink, (20, 100), (180, 60), 255, 3)
    line = Line(100, 80, float(np.arctan(-40 / 160)), 160, 20)

    strip = cut_strip(stack_marks(255 - ink, found_in(ink)), line)

    rows = np.flatnonzero(strip[..., 1].max(axis=1) > 128)
    assert rows[-1] - rows[0] <= 5
    assert np.mean(rows) == pytest.approx(HEIGHT / 2, abs=1)


@pytest.mark.parametrize("is_light", [False, True])
def test_ink_is_above_its_ground_however_light_both_are(is_light):
    ink = np.zeros((60, 200), np.uint8)
    ink[20:42, 50:60] = 255
    grey = (100 + 40 * (ink > 0) if is_light else 180 - 40 * (ink > 0)).astype(np.uint8)

    levels = standardise_strips(cut_strip(stack_marks(grey, found_in(ink)), Line(100, 31, 0, 110, 22))[np.newaxis])[0]

    assert levels.dtype == np.float32
    inked = levels[..., 1] > 0.9
    assert levels[..., 0][inked].min() > levels[..., 0][levels[..., 1] < 0.1].max()


def test_faint_ink_is_seen_beside_an_edge():
    grey = np.full((32, 256, 3), 0, np.uint8)
    grey[..., 0] = 150
    grey[:, 200:, 0] = 10
    grey[8:24, 60:64, 0] = 130

    levels = standardise_strips(grey[np.newaxis])[0, ..., 0]

    assert abs(levels[12, 62] - levels[12, 50]) > 1
