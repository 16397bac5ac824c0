"""A hand that draws on the board in a real browser, with the mouse or a finger, and a look at the ink that it left."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from playwright.sync_api import CDPSession, FloatRect, Page, expect

from tests.support.sketches import STROKES, Points

DEADLINE_MS = 30_000
# Browsers report a pointer about this often, in CSS pixels of a hand that is not too fast.
STEP = 12.0

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

Spot = tuple[float, float]
Draw = Callable[[Page, Points], None]

# As pen strokes, x and y in parts of the board.
SEVEN: Points = [(0.3, 0.25), (0.7, 0.25), (0.62, 0.45), (0.5, 0.75)]
ONE: Points = [(0.5, 0.2), (0.5, 0.8)]


def locate(page: Page, points: Points) -> list[Spot]:
    """Tell where in the window points of the board are, in whole CSS pixels, as a mouse has them."""
    box = page.locator("#board").bounding_box()
    assert box
    return [(round(box["x"] + x * box["width"]), round(box["y"] + y * box["height"])) for x, y in points]


def walk(spots: Sequence[Spot]) -> Iterator[Spot]:
    """Go along straight lines in small steps, from behind the first spot to the last."""
    for (x1, y1), (x2, y2) in pairwise(spots):
        steps = max(1, round(float(np.hypot(x2 - x1, y2 - y1)) / STEP))
        for step in range(1, steps + 1):
            yield x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps


def draw_with_mouse(page: Page, points: Points) -> None:
    """Draw one stroke with the mouse."""
    spots = locate(page, points)
    page.mouse.move(*spots[0])
    page.mouse.down()
    for spot in walk(spots):
        page.mouse.move(*spot)
    page.mouse.up()


def touch(browser: CDPSession, kind: str, *spots: Spot) -> None:
    """Have fingers on these spots, in CSS pixels of the window."""
    fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(spots)]
    browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})


def draw_with_finger(page: Page, points: Points) -> None:
    """Draw one stroke with a finger; the page's context must have touch."""
    browser = page.context.new_cdp_session(page)
    spots = locate(page, points)
    touch(browser, "touchStart", spots[0])
    for spot in walk(spots):
        touch(browser, "touchMove", spot)
    touch(browser, "touchEnd")
    browser.detach()


def write_digit(page: Page, draw: Draw, digit: str, place: tuple[float, float, float]) -> None:
    """Draw a digit at a place [left, top, height], in parts of the board."""
    left, top, size = place
    for stroke in STROKES[digit]:
        draw(page, [(left + 0.7 * size * x, top + size * y) for x, y in stroke])


def expect_number(page: Page, number: str) -> None:
    """Expect the board to tell the number."""
    expect(page.locator("#board-answer [data-testid=number]")).to_have_text(number, timeout=DEADLINE_MS)
    expect(page.locator("#board-answer")).not_to_have_class("short-answer is-old")


def look_at_ink(page: Page, resolution: int) -> npt.NDArray[np.float64]:
    """Look at the board as it is on the screen: the middles of all pixels with ink, in CSS pixels of the window."""
    [(left, top), (right, bottom)] = locate(page, [(0, 0), (1, 1)])
    # Without the board's edge, which is as dark as ink in dark mode.
    left, top, right, bottom = left + 2, top + 2, right - 2, bottom - 2
    clip: FloatRect = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    grey = cv2.imdecode(np.frombuffer(page.screenshot(scale="device", clip=clip), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert grey is not None
    rows, columns = np.nonzero(grey < 128)
    return np.stack([columns + 0.5, rows + 0.5], axis=1) / resolution + (left, top)


def measure_width(page: Page) -> float:
    """Measure the board, in CSS pixels."""
    box = page.locator("#board").bounding_box()
    assert box
    return box["width"]


def measure_ink(page: Page, resolution: int = 1) -> npt.NDArray[np.float64]:
    """Measure the ink's left, top, right and bottom, in parts of the board."""
    [(left, top), (right, bottom)] = locate(page, [(0, 0), (1, 1)])
    ink = (look_at_ink(page, resolution) - (left, top)) / (right - left, bottom - top)
    return np.concatenate([ink.min(axis=0), ink.max(axis=0)])


def list_history(page: Page) -> list[str]:
    """List the ids in the visitor's history, newest first."""
    return [each["id"] for each in page.request.get("/v1/predictions").json()["data"]]
