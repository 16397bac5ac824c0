"""Every page of Numberfigure in each of its states, for tests that look at all of them."""

from collections.abc import Callable

import numpy as np
from playwright.sync_api import Page, expect

from tests.e2e.browser.acting import DEADLINE_MS, expect_number, submit_picture
from tests.support.board import SEVEN, draw_with_mouse
from tests.support.pictures import encode
from tests.support.sketches import sketch

NUMBER = encode(
    255 - sketch((240, 420), ("4", (30, 60, 70, 120)), ("0", (150, 60, 70, 120)), ("7", (280, 60, 80, 120)), pen=12)
)
BLANK = encode(np.full((100, 100), 255, np.uint8))
# Two rows of strokes that resemble no digit much.
SCRIBBLE = encode(255 - sketch((160, 300), ("4", (20, 20, 60, 60)), ("4", (60, 50, 60, 60)), ("8", (180, 60, 90, 40))))

LONG_NAME = "a rather long name that somebody gave to a picture of a number taken on a holiday.png"


def fill_history(page: Page) -> None:
    page.goto(submit_picture(page, NUMBER, LONG_NAME))
    page.get_by_role("button", name="Yes, it is").click()
    page.get_by_test_id("label").wait_for()
    submit_picture(page, BLANK, "blank.png")
    page.goto("/history")


def show_corrected(page: Page) -> None:
    page.goto(submit_picture(page, NUMBER, "number.png"))
    page.get_by_role("button", name="9", exact=True).first.click()
    page.get_by_test_id("label").wait_for()


def read_samples(page: Page) -> None:
    """Have a list of uploads with answers and with an error."""
    page.goto("/")
    page.locator("#all-samples").click()
    page.locator("#file").set_input_files({"name": "number.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    expect(page.locator("#upload-list [data-testid=number]")).to_have_count(8, timeout=DEADLINE_MS)


def draw_seven(page: Page) -> None:
    """Have a drawing on the board, and its answer beneath."""
    page.goto("/upload2")
    draw_with_mouse(page, SEVEN)
    expect_number(page, "7")


PAGES: dict[str, Callable[[Page], object]] = {
    "home": lambda page: page.goto("/"),
    "home-uploads": read_samples,
    "board": lambda page: page.goto("/upload2"),
    "board-drawn": draw_seven,
    "result": lambda page: page.goto(submit_picture(page, NUMBER, "number.png")),
    "result-doubtful": lambda page: page.goto(submit_picture(page, SCRIBBLE, LONG_NAME)),
    "result-blank": lambda page: page.goto(submit_picture(page, BLANK, "blank.png")),
    "result-corrected": show_corrected,
    "result-old": lambda page: page.goto("/result?data=407"),
    "history": fill_history,
    "history-empty": lambda page: page.goto("/history"),
    "status": lambda page: page.goto("/status"),
    "problem": lambda page: page.goto("/p/01900000-0000-7000-8000-000000000000"),
}
"""How a new visitor gets to each page, by its name."""
