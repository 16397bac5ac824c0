"""Without JavaScript: upload, result, corrections, history and erasing work."""

from playwright.sync_api import Page, expect

from tests.e2e.browser.acting import DEADLINE_MS, expect_number, submit_picture
from tests.support.pictures import draw_on_board, load_known_digits
from tests.support.stack import Stack
from tests.support.suspending import suspended_worker

TILE, NUMBER = load_known_digits()[0]
BOARD = draw_on_board(TILE)


def upload(page: Page, count: int = 1) -> None:
    page.goto("/")
    files = [{"name": f"{place}.png", "mimeType": "image/png", "buffer": BOARD} for place in range(count)]
    page.locator("#file").set_input_files(files)  # type: ignore[arg-type]
    page.locator("form[action='/upload'] [type=submit]").first.click()


def test_an_upload_is_answered_corrected_found_again_and_erased(plain_page: Page) -> None:
    page = plain_page
    upload(page)
    expect_number(page, NUMBER)
    wrong = str((int(NUMBER) + 1) % 10)
    page.get_by_role("button", name=wrong, exact=True).click()
    expect(page.get_by_test_id("label")).to_have_text(wrong)
    page.get_by_role("button", name="Take that back").click()
    expect(page.get_by_role("heading", name="Is that right?")).to_be_visible()
    page.goto("/history")
    page.locator("#history a[href^='/p/']").first.click()
    expect_number(page, NUMBER)
    page.locator("summary", has_text="Erase").click()
    page.get_by_role("button", name="Erase it for good").click()
    expect(page.get_by_text("Nothing here yet")).to_be_visible()


def test_several_files_lead_to_the_history_that_fills_by_itself(plain_page: Page) -> None:
    upload(plain_page, count=3)
    plain_page.wait_for_url("**/history")
    expect(plain_page.locator("#history strong")).to_have_text([NUMBER] * 3, timeout=DEADLINE_MS)


def test_a_page_that_waits_shows_the_answer_by_itself(plain_page: Page, stack: Stack) -> None:
    with suspended_worker(stack):
        plain_page.goto(submit_picture(plain_page, BOARD, wait=False))
        expect(plain_page.get_by_text("Waiting to be read")).to_be_visible()
    expect_number(plain_page, NUMBER)


def test_the_status_page_tells_its_figures(plain_page: Page) -> None:
    plain_page.goto("/status")
    expect(plain_page.locator(".plot svg path")).not_to_have_count(0)
    expect(plain_page.get_by_role("region", name="Table of workers").locator("tbody tr")).to_have_count(1)
