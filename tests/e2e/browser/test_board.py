"""The board as a person uses it: it reads as one draws, takes back, begins anew, and remembers."""

import io
import re

from PIL import Image
from playwright.sync_api import Page, Request, expect

from tests.support.board import (
    ONE,
    SEVEN,
    draw_with_mouse,
    expect_number,
    list_history,
    look_at_ink,
    write_digit,
)

HINT = "One digit, or several side by side."


def has_ink(page: Page) -> bool:
    """Tell whether there is ink, once what was asked for has been drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return len(look_at_ink(page, 1)) > 0


def note_submissions(page: Page) -> list[Request]:
    """Note what the page submits from now on."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    return sent


def test_it_reads_as_one_draws_and_the_history_has_one_entry(page: Page) -> None:
    page.goto("/")
    seen = set()
    for left, digit, number in ((0.05, "1", "1"), (0.3, "4", "14"), (0.6, "7", "147")):
        write_digit(page, draw_with_mouse, digit, (left, 0.3, 0.4))
        expect_number(page, number)
        [only] = list_history(page)
        seen.add(only)
    # Each try was a prediction of its own, and the older ones are gone.
    assert len(seen) == 3
    statuses = sorted(page.request.get(f"/v1/predictions/{each}").status for each in seen)
    assert statuses == [200, 404, 404]
    page.locator("#board-answer a").click()
    expect(page.get_by_test_id("number")).to_have_text("147")


def test_undo_redo_and_clear_by_button(page: Page) -> None:
    page.goto("/upload2")
    undo, redo, clear = (page.locator(f"#{name}") for name in ("undo", "redo", "clear"))
    for button in (undo, redo, clear):
        expect(button).to_be_disabled()
    write_digit(page, draw_with_mouse, "1", (0.2, 0.3, 0.4))
    write_digit(page, draw_with_mouse, "7", (0.5, 0.3, 0.4))
    expect_number(page, "17")
    undo.click()
    expect_number(page, "1")
    redo.click()
    expect(redo).to_be_disabled()
    expect_number(page, "17")
    clear.click()
    expect(clear).to_be_disabled()
    expect(page.locator("#board-answer")).to_have_text(HINT)
    assert not has_ink(page)
    undo.click()
    expect_number(page, "17")
    assert has_ink(page)


def test_undo_redo_and_clear_by_keyboard(page: Page) -> None:
    page.goto("/")
    page.locator("#live").uncheck()
    draw_with_mouse(page, SEVEN)
    for keys, expected in (
        ("Control+z", False),
        ("Control+Shift+z", True),
        ("Control+Z", False),
        ("Control+y", True),
        ("Escape", False),
        ("Control+z", True),
        ("Delete", False),
        ("Meta+z", True),
    ):
        page.keyboard.press(keys)
        assert has_ink(page) is expected, keys


def test_undo_in_the_middle_of_a_stroke_drops_it(page: Page) -> None:
    page.goto("/upload2")
    draw_with_mouse(page, ONE)
    page.mouse.down()
    page.mouse.move(700, 500)
    page.keyboard.press("Control+z")
    page.mouse.move(750, 550)
    page.mouse.up()
    expect_number(page, "1")
    page.keyboard.press("Control+z")
    assert not has_ink(page)


def test_what_is_drawn_after_a_clear_is_a_new_entry(page: Page) -> None:
    page.goto("/upload2")
    draw_with_mouse(page, SEVEN)
    expect_number(page, "7")
    page.locator("#clear").click()
    draw_with_mouse(page, ONE)
    expect_number(page, "1")
    newest, older = list_history(page)
    # Back before the clear: what is drawn there belongs to the older entry again.
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect_number(page, "7")
    left = list_history(page)
    assert len(left) == 2
    assert newest in left
    assert older not in left


def test_a_tap_makes_a_dot_as_wide_as_the_pen(page: Page) -> None:
    page.goto("/upload2")
    page.locator("#live").uncheck()
    board = page.locator("#board")
    board.click()
    box = board.bounding_box()
    assert box
    ink = look_at_ink(page, 1)
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert abs(ink.mean(axis=0) - middle).max() < 1
    pen = box["width"] / 28
    assert abs((ink.max(axis=0) - ink.min(axis=0)) - pen).max() < 2


def test_with_the_switch_off_it_reads_when_asked_to_and_the_switch_is_remembered(page: Page) -> None:
    page.goto("/")
    page.locator("#live").uncheck()
    sent = note_submissions(page)
    draw_with_mouse(page, SEVEN)
    page.wait_for_timeout(1_000)
    assert sent == []
    page.reload()
    expect(page.locator("#live")).not_to_be_checked()
    page.locator("#read").click()
    page.wait_for_url("**/p/*")
    expect(page.get_by_test_id("number")).to_have_text("7")
    assert len(sent) == 1
    page.goto("/upload2")
    page.locator("#live").check()
    draw_with_mouse(page, ONE)
    expect_number(page, "1")


def test_read_shows_the_try_that_was_made_and_makes_no_other(page: Page) -> None:
    page.goto("/")
    sent = note_submissions(page)
    draw_with_mouse(page, SEVEN)
    expect_number(page, "7")
    page.locator("#read").click()
    page.wait_for_url("**/p/*")
    assert len(sent) == 1
    # Those who go back find their drawing, and go on with it; those who come anew find an empty board.
    page.go_back()
    expect_number(page, "7")
    write_digit(page, draw_with_mouse, "1", (0.05, 0.25, 0.5))
    expect_number(page, "17")
    assert len(list_history(page)) == 1
    page.locator("#read").click()
    page.wait_for_url("**/p/*")
    page.get_by_role("link", name="Read another number").click()
    assert not has_ink(page)


def test_a_drawing_survives_a_reload_and_goes_on_as_the_same_entry(page: Page) -> None:
    page.goto("/")
    draw_with_mouse(page, SEVEN)
    expect_number(page, "7")
    sent = note_submissions(page)
    page.reload()
    expect_number(page, "7")
    # The answer was there already.
    assert sent == []
    write_digit(page, draw_with_mouse, "1", (0.05, 0.25, 0.5))
    expect_number(page, "17")
    assert len(list_history(page)) == 1
    page.locator("#undo").click()
    page.locator("#undo").click()
    assert not has_ink(page)


def test_an_entry_that_was_erased_meanwhile_is_no_hindrance(page: Page) -> None:
    page.goto("/")
    draw_with_mouse(page, SEVEN)
    expect_number(page, "7")
    [only] = list_history(page)
    page.request.delete(f"/v1/predictions/{only}")
    write_digit(page, draw_with_mouse, "1", (0.05, 0.25, 0.5))
    expect_number(page, "17")
    assert len(list_history(page)) == 1


MAKE_PICTURE = """
async () => {
  const { pictureOf } = await import("/static/drawing_picture.js");
  const picture = await pictureOf([[{ x: 0.3, y: 0.25 }, { x: 0.7, y: 0.25 }, { x: 0.5, y: 0.75 }]]);
  return [...new Uint8Array(await picture.arrayBuffer())];
}
"""


def test_what_is_sent_is_a_small_grey_png(page: Page) -> None:
    page.goto("/upload2")
    encoded = bytes(page.evaluate(MAKE_PICTURE))
    assert len(encoded) < 5_000
    with Image.open(io.BytesIO(encoded)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "L", (280, 280))
        assert picture.getextrema() == (0, 255)


def test_an_empty_board_asks_for_a_drawing(page: Page) -> None:
    page.goto("/upload2")
    page.locator("#read").click()
    expect(page.locator("#board-alert")).to_contain_text("Draw a number first")
    draw_with_mouse(page, SEVEN)
    expect(page.locator("#board-alert")).to_be_empty()
    expect_number(page, "7")


def test_a_screen_reader_hears_the_number(page: Page) -> None:
    page.goto("/")
    region = page.get_by_role("status").filter(has_text=HINT)
    expect(region).to_have_count(1)
    draw_with_mouse(page, SEVEN)
    expect_number(page, "7")
    expect(page.locator("#board-answer[role=status]")).to_have_text(re.compile(r"7 [\d>.\s]+% sure. Details"))
