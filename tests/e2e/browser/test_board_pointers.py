"""Whose pointer draws: one finger, or the pen that took over; wherever it goes, and whatever becomes of it."""

from playwright.sync_api import Page

from tests.e2e.browser.conftest import OpenPage
from tests.support.board import (
    PHONE,
    SEVEN,
    Spot,
    draw_with_finger,
    expect_number,
    list_history,
    locate,
    measure_ink,
    touch,
    write_digit,
)


def test_turning_the_phone_while_drawing_keeps_the_stroke(open_page: OpenPage) -> None:
    page = open_page(**PHONE)
    page.goto("/upload2")
    browser = page.context.new_cdp_session(page)
    seven = locate(page, SEVEN)
    touch(browser, "touchStart", seven[0])
    for spot in seven[1:]:
        touch(browser, "touchMove", spot)
    page.set_viewport_size({"width": 844, "height": 390})
    touch(browser, "touchCancel")
    expect_number(page, "7")
    page.set_viewport_size({"width": 390, "height": 844})
    write_digit(page, draw_with_finger, "1", (0.05, 0.25, 0.5))
    expect_number(page, "17")


def test_the_page_does_not_scroll_under_a_drawing_finger(open_page: OpenPage) -> None:
    page = open_page(**PHONE | {"viewport": {"width": 390, "height": 500}})
    page.goto("/")
    page.locator("#board").scroll_into_view_if_needed()
    before = page.evaluate("() => scrollY")
    draw_with_finger(page, [(0.5, 0.8), (0.5, 0.2)])
    expect_number(page, "1")
    assert page.evaluate("() => scrollY") == before > 0


def test_a_second_finger_draws_nothing(open_page: OpenPage) -> None:
    page = open_page(**PHONE)
    page.goto("/upload2")
    browser = page.context.new_cdp_session(page)
    seven, palm = locate(page, SEVEN), locate(page, [(0.9, 0.9), (0.8, 0.95)])
    touch(browser, "touchStart", seven[0])
    touch(browser, "touchStart", seven[0], palm[0])
    for spot in seven[1:]:
        touch(browser, "touchMove", spot, palm[1])
    touch(browser, "touchEnd")
    expect_number(page, "7")
    assert measure_ink(page)[2] < 0.75


MAKE_POINTER_EVENT = """
([type, pointerType, pointerId, [clientX, clientY]]) => {
  const init = { pointerType, pointerId, clientX, clientY, isPrimary: true, bubbles: true, buttons: 1 };
  board.dispatchEvent(new PointerEvent(type, init));
}
"""


def test_a_pen_takes_over_from_the_hand_that_rests_on_the_board(page: Page) -> None:
    """Chromium's protocol has no pen beside a finger, so the events are made in the page, as a tablet makes them."""
    page.goto("/upload2")
    seven, palm = locate(page, SEVEN), locate(page, [(0.9, 0.9), (0.85, 0.95)])

    def point(kind: str, tool: str, number: int, spot: Spot) -> None:
        page.evaluate(MAKE_POINTER_EVENT, [kind, tool, number, spot])

    point("pointerdown", "touch", 11, palm[0])
    point("pointermove", "touch", 11, palm[1])
    point("pointerdown", "pen", 12, seven[0])
    for spot in seven[1:]:
        point("pointermove", "pen", 12, spot)
        point("pointermove", "touch", 11, palm[0])
    point("pointerdown", "touch", 13, palm[0])
    point("pointerup", "touch", 11, palm[0])
    point("pointerup", "pen", 12, seven[-1])
    expect_number(page, "7")
    assert measure_ink(page)[2] < 0.75


def test_a_stroke_may_leave_the_board_and_come_back(page: Page) -> None:
    page.goto("/upload2")
    spots = locate(page, [(0.3, 0.25), (0.7, 0.25), (0.5, 1.3), (0.4, 1.2)])
    page.mouse.move(*spots[0])
    page.mouse.down()
    for spot in spots[1:]:
        page.mouse.move(*spot, steps=10)
    page.mouse.up()
    # Let go outside, the pointer draws no more.
    page.mouse.move(*locate(page, [(0.9, 0.9)])[0], steps=10)
    expect_number(page, "7")
    assert measure_ink(page)[2] < 0.75
    assert len(list_history(page)) == 1
