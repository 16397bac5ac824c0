"""The history in a browser: endless, renewed by itself, and erased for good."""

from playwright.sync_api import Page, expect

from tests.e2e.browser.acting import DEADLINE_MS, submit_picture
from tests.support.pictures import draw_on_board, load_known_digits
from tests.support.stack import Stack
from tests.support.suspending import suspended_worker

TILE, NUMBER = load_known_digits()[0]
BOARD = draw_on_board(TILE, 100)


def test_older_ones_come_as_one_scrolls(page: Page) -> None:
    paths = [submit_picture(page, BOARD, f"{place}.png", wait=place == 59) for place in range(60)]
    page.goto("/history")
    items = page.locator("#history > li")
    for _ in range(10):
        page.mouse.wheel(0, 3000)
        page.wait_for_timeout(200)
        if items.count() == 60:
            break
    expect(items).to_have_count(60)
    expect(page.locator("#older")).to_have_count(0)
    # Newest first, none twice, none left out.
    assert [items.nth(place).locator("a").get_attribute("href") for place in range(60)] == paths[::-1]


def test_without_javascript_older_ones_are_behind_a_link(plain_page: Page) -> None:
    for place in range(30):
        submit_picture(plain_page, BOARD, wait=place == 29)
    plain_page.goto("/history")
    expect(plain_page.locator("#history > li")).to_have_count(24)
    plain_page.get_by_role("link", name="Older").click()
    expect(plain_page.locator("#history > li")).to_have_count(6)


def test_what_waits_is_renewed_by_itself(page: Page, stack: Stack) -> None:
    with suspended_worker(stack):
        submit_picture(page, BOARD, wait=False)
        page.goto("/history")
        expect(page.locator("#history > li")).to_contain_text("Queued")
    expect(page.locator("#history strong")).to_have_text(NUMBER, timeout=DEADLINE_MS)
    expect(page.locator("#history img")).to_be_visible()


def test_one_or_all_are_erased_after_a_question(page: Page) -> None:
    for name in ("first.png", "second.png", "third.png"):
        submit_picture(page, BOARD, name)
    page.goto("/history")
    second = page.locator("#history > li", has_text="second.png")
    second.locator("summary").click()
    second.get_by_role("button", name="Erase it for good").click()
    expect(page.locator("#history > li")).to_have_count(2)
    expect(page.get_by_text("second.png")).to_have_count(0)
    page.get_by_text("Erase all…").click()
    page.get_by_role("button", name="Erase all for good").click()
    expect(page.get_by_text("Nothing here yet")).to_be_visible()


def test_corrections_are_shown(page: Page) -> None:
    page.goto(submit_picture(page, BOARD))
    wrong = str((int(NUMBER) + 1) % 10)
    page.get_by_role("button", name=wrong, exact=True).click()
    expect(page.get_by_test_id("label")).to_have_text(wrong)
    page.goto("/history")
    expect(page.locator("#history > li")).to_contain_text(f"Corrected to {wrong}")
    expect(page.locator("#history strong")).to_have_text(NUMBER)
