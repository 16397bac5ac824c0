"""What goes wrong between the board and the server: nothing that was drawn is lost, and the latest try wins."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.browser.conftest import OpenPage
from tests.support.board import DEADLINE_MS, SEVEN, draw_with_mouse, expect_number, list_history, write_digit
from tests.support.pictures import draw_on_board, load_known_digits
from tests.support.stack import Stack
from tests.support.suspending import suspended_worker
from tests.support.watch import Watch

KNOWN_SEVEN = next(tile for tile, number in load_known_digits() if number == "7")


@pytest.fixture(scope="module")
def narrow_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack where one submission may wait, and a visitor may send six a minute."""
    stack = Stack(tmp_path_factory.mktemp("narrow") / "var", MAX_PENDING="1", RATE_LIMIT="6")
    stack.start()
    yield stack
    stack.stop()


def note_answers(page: Page) -> list[int]:
    """Note how submissions are answered from now on."""
    statuses: list[int] = []

    def note(response: Response) -> None:
        if response.request.method == "POST":
            statuses.append(response.status)

    page.on("response", note)
    return statuses


def test_offline_the_drawing_is_kept_and_read_when_the_network_is_back(page: Page, watch: Watch) -> None:
    watch.tolerate("ERR_INTERNET_DISCONNECTED")
    page.goto("/")
    write_digit(page, draw_with_mouse, "1", (0.05, 0.25, 0.5))
    expect_number(page, "1")
    page.context.set_offline(True)
    draw_with_mouse(page, SEVEN)
    alert = page.locator("#board-alert")
    expect(alert).to_contain_text("cannot be reached", timeout=DEADLINE_MS)
    expect(alert).to_contain_text("Your drawing is kept")
    page.context.set_offline(False)
    expect_number(page, "17")
    expect(alert).to_be_empty()
    assert len(list_history(page)) == 1


def test_read_pressed_offline_opens_the_result_when_the_network_is_back(page: Page, watch: Watch) -> None:
    watch.tolerate("ERR_INTERNET_DISCONNECTED")
    page.goto("/upload2")
    page.locator("#live").uncheck()
    page.context.set_offline(True)
    draw_with_mouse(page, SEVEN)
    page.locator("#read").click()
    expect(page.locator("#board-alert")).to_contain_text("Trying again", timeout=DEADLINE_MS)
    page.context.set_offline(False)
    page.wait_for_url("**/p/*", timeout=DEADLINE_MS)
    expect(page.get_by_test_id("number")).to_have_text("7", timeout=DEADLINE_MS)


def test_of_several_tries_under_way_the_latest_wins(page: Page, stack: Stack) -> None:
    page.goto("/")
    statuses = note_answers(page)
    with suspended_worker(stack):
        for count, (left, digit) in enumerate(((0.05, "1"), (0.35, "4"), (0.65, "7")), 1):
            write_digit(page, draw_with_mouse, digit, (left, 0.3, 0.4))
            page.wait_for_timeout(1_000)
            assert len(statuses) == count
            # The older ones are out of the queue.
            assert len(list_history(page)) == 1
        expect(page.locator("#board-answer")).to_contain_text("Being read")
    expect_number(page, "147")
    assert len(list_history(page)) == 1


def test_a_full_queue_is_told_and_asked_again_when_it_says(
    open_page: OpenPage, narrow_stack: Stack, watch: Watch
) -> None:
    watch.tolerate("503")
    page = open_page(narrow_stack.url)
    page.goto("/upload2")
    statuses = note_answers(page)
    with suspended_worker(narrow_stack):
        assert (
            page.request.post(
                "/v1/predictions", headers={"Content-Type": "image/png"}, data=draw_on_board(KNOWN_SEVEN)
            ).status
            == 202
        )
        draw_with_mouse(page, SEVEN)
        alert = page.locator("#board-alert")
        expect(alert).to_contain_text("Trying again in 5 seconds", timeout=DEADLINE_MS)
        page.wait_for_timeout(3_000)
        # It keeps to what it was told.
        assert statuses == [503]
    expect_number(page, "7")
    assert statuses[-1] == 202
    expect(alert).to_be_empty()


def test_whoever_sends_too_much_is_told_how_long_to_wait(
    open_page: OpenPage, narrow_stack: Stack, watch: Watch
) -> None:
    watch.tolerate("429")
    page = open_page(narrow_stack.url)
    page.goto("/upload2")
    statuses = note_answers(page)
    while 429 not in statuses:
        page.locator("#clear").click(force=True)
        draw_with_mouse(page, SEVEN)
        page.wait_for_timeout(1_000)
    expect(page.locator("#board-alert")).to_contain_text("Trying again in")
    sent = len(statuses)
    page.wait_for_timeout(2_000)
    assert len(statuses) == sent


def test_without_the_cookie_of_before_it_goes_on_as_a_new_visitor(page: Page, watch: Watch) -> None:
    watch.tolerate("403")
    page.goto("/")
    draw_with_mouse(page, SEVEN)
    expect_number(page, "7")
    page.context.clear_cookies()
    write_digit(page, draw_with_mouse, "1", (0.05, 0.25, 0.5))
    expect_number(page, "17")
    assert len(list_history(page)) == 1
