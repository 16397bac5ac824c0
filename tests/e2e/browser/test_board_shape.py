"""The board keeps what was drawn, and the ink under the pointer, when it is resized or zoomed."""

import numpy as np
from playwright.sync_api import Page

from tests.e2e.browser.conftest import OpenPage
from tests.support.board import PHONE, SEVEN, draw_with_mouse, expect_number, locate, measure_ink, measure_width, touch
from tests.support.watch import Watch

HOW_SHARP = "() => board.width / (board.getBoundingClientRect().width * devicePixelRatio)"


def test_a_drawing_keeps_its_shape_when_the_board_is_resized(page: Page) -> None:
    page.goto("/upload2")
    draw_with_mouse(page, SEVEN)
    expect_number(page, "7")
    before = measure_ink(page)
    for width, height in ((400, 700), (1600, 1000), (360, 640), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(200)
        assert np.abs(measure_ink(page) - before).max() < 0.01
        assert abs(page.evaluate(HOW_SHARP) - 1) * measure_width(page) < 1.5


def test_a_stroke_goes_on_where_the_pointer_is_when_the_board_is_resized_under_it(page: Page) -> None:
    page.goto("/upload2")
    page.mouse.move(*locate(page, [(0.2, 0.3)])[0])
    page.mouse.down()
    page.mouse.move(*locate(page, [(0.6, 0.3)])[0], steps=5)
    page.set_viewport_size({"width": 380, "height": 700})
    page.wait_for_timeout(200)
    # The pointer has not moved on the screen; now it goes to another place of the smaller board.
    page.mouse.move(*locate(page, [(0.6, 0.8)])[0], steps=5)
    page.mouse.up()
    left, top, right, bottom = measure_ink(page)
    assert abs(left - (0.2 - 1 / 56)) < 0.02
    assert abs(top - (0.3 - 1 / 56)) < 0.02
    assert abs(bottom - (0.8 + 1 / 56)) < 0.02
    assert right > 0.6


# Where the ink begins and ends along the middle of the board, in its own pixels: a screenshot of an emulated resolution
# is scaled once more.
FIND_ENDS = """
() => {
  const size = board.width;
  const row = board.getContext("2d").getImageData(0, size / 2, size, 1).data;
  const inked = [...Array(size).keys()].filter((x) => row[4 * x] < 128);
  return [inked[0] / size, (inked.at(-1) + 1) / size];
}
"""


def test_the_ink_is_under_the_pointer_at_any_zoom(page: Page, watch: Watch) -> None:
    """Zooming makes CSS pixels larger and fewer, which is how the browser's own zoom looks to a page."""
    watch.tolerate("willReadFrequently")
    browser = page.context.new_cdp_session(page)
    page.goto("/upload2")
    for zoom in (0.5, 0.67, 0.9, 1.1, 1.5, 2.0):
        metrics = {"width": round(1280 / zoom), "height": round(900 / zoom), "deviceScaleFactor": zoom, "mobile": False}
        browser.send("Emulation.setDeviceMetricsOverride", metrics)
        page.wait_for_timeout(300)
        page.keyboard.press("Escape")
        draw_with_mouse(page, [(0.2, 0.5), (0.8, 0.5)])
        size = measure_width(page)
        assert abs(page.evaluate(HOW_SHARP) - 1) * size < 1.5
        off = np.abs(np.array(page.evaluate(FIND_ENDS)) - (0.2 - 1 / 56, 0.8 + 1 / 56)).max() * size
        # The mouse is at whole CSS pixels, the ink at whole ones of the screen.
        assert off <= 0.5 + 1 / zoom, (zoom, off)


NOTE_PRESS = """
() => addEventListener("pointerdown", (event) => {
  const box = board.getBoundingClientRect();
  window.pressed = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
}, true)
"""
FIND_PRESSED = """
() => {
  const [x, y] = pressed;
  const pixel = board.getContext("2d").getImageData(x * board.width, y * board.height, 1, 1).data;
  return { x, y, darkness: 255 - pixel[0] };
}
"""


def test_pinching_to_zoom_does_not_shift_the_ink(open_page: OpenPage) -> None:
    page = open_page(**PHONE)
    page.goto("/upload2")
    browser = page.context.new_cdp_session(page)
    browser.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
    page.wait_for_timeout(200)
    page.evaluate(NOTE_PRESS)
    touch(browser, "touchStart", (120, 500))
    touch(browser, "touchEnd")
    page.wait_for_timeout(100)
    found = page.evaluate(FIND_PRESSED)
    assert 0 < found["x"] < 1
    assert 0 < found["y"] < 1
    assert found["darkness"] == 255
