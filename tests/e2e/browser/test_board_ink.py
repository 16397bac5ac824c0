"""The ink is where the pointer was, at any resolution, with mouse and finger; and what it says is read."""

import numpy as np
import numpy.typing as npt
import pytest

from tests.e2e.browser.conftest import OpenPage
from tests.support.board import (
    PHONE,
    Spot,
    draw_with_finger,
    draw_with_mouse,
    expect_number,
    locate,
    look_at_ink,
    measure_width,
    write_digit,
)
from tests.support.sketches import Points

TOOLS = {"mouse": (draw_with_mouse, {}), "finger": (draw_with_finger, PHONE)}
RESOLUTIONS = (1, 2, 3)
# Left, top and height in parts of the board: in the middle, small in a corner, and nearly all of the board.
PLACES = ((0.3, 0.25, 0.5), (0.78, 0.74, 0.2), (0.15, 0.06, 0.88))
# The pen's width as a part of the board, as in static/ink.js.
PEN = 1 / 28

each_tool = pytest.mark.parametrize("tool", TOOLS)
each_resolution = pytest.mark.parametrize("resolution", RESOLUTIONS)


@each_tool
@each_resolution
def test_every_digit_is_read_small_large_and_off_centre(open_page: OpenPage, tool: str, resolution: int) -> None:
    draw, options = TOOLS[tool]
    page = open_page(device_scale_factor=resolution, **options)
    page.goto("/upload2")
    for digit in "0123456789":
        # Over the three resolutions, every digit is in every place.
        write_digit(page, draw, digit, PLACES[(int(digit) + resolution) % len(PLACES)])
        expect_number(page, digit)
        page.locator("#clear").click()


STRAIGHT: dict[str, Points] = {
    "level": [(0.2, 0.5), (0.8, 0.5)],
    "upright": [(0.5, 0.2), (0.5, 0.8)],
    "slanting": [(0.2, 0.3), (0.75, 0.8)],
    "short": [(0.1, 0.1), (0.13, 0.1)],
}


@each_tool
@each_resolution
@pytest.mark.parametrize("line", STRAIGHT)
def test_a_straight_stroke_is_within_a_pixel_of_the_pointer(
    open_page: OpenPage, tool: str, resolution: int, line: str
) -> None:
    draw, options = TOOLS[tool]
    page = open_page(device_scale_factor=resolution, **options)
    page.goto("/upload2")
    draw(page, STRAIGHT[line])
    start, end = locate(page, STRAIGHT[line])
    ink = look_at_ink(page, resolution)
    assert measure_distance(ink, resolution, start, end, PEN * measure_width(page)) < 1


def measure_distance(ink: npt.NDArray[np.float64], resolution: int, start: Spot, end: Spot, pen: float) -> float:
    """Measure how far the ends and the middle line of ink are from a straight line, in CSS pixels."""
    first, last = np.array(start), np.array(end)
    length = float(np.hypot(*(last - first)))
    along = (last - first) / length
    across = np.array([-along[1], along[0]])
    distances, offsets = (ink - first) @ along, (ink - first) @ across
    # A pixel reaches half its size beyond its middle.
    tips = distances.min() - 0.5 / resolution + pen / 2, distances.max() + 0.5 / resolution - length - pen / 2
    # In slices of two pixels, the middle between both edges.
    slices = [offsets[np.abs(distances - middle) < 1] for middle in np.arange(0, length + 1)]
    return max(*np.abs(tips), *(abs(float(each.min() + each.max())) / 2 for each in slices))
