"""The result page in a browser: it waits, recovers by itself, shows what was seen, and takes corrections."""

import re
import signal
import time

from playwright.sync_api import Page, expect

from tests.e2e.browser.acting import DEADLINE_MS, expect_number, submit_picture
from tests.e2e.browser.conftest import OpenPage
from tests.support.pictures import draw_on_board, encode, load_known_digits
from tests.support.sketches import sketch
from tests.support.stack import Stack
from tests.support.suspending import suspended_worker
from tests.support.watch import Watch

TILE, NUMBER = load_known_digits()[0]
THREE = encode(
    255 - sketch((240, 420), ("4", (30, 60, 70, 120)), ("0", (150, 60, 70, 120)), ("7", (280, 60, 80, 120)), pen=12)
)
OUTAGE_MS = 20_000


def test_the_number_its_parts_and_what_was_seen_are_shown(page: Page) -> None:
    page.goto(submit_picture(page, THREE, "three.png"))
    expect_number(page, "407")
    expect(page).to_have_title("407 · Numberfigure")
    expect(page.locator(".digit")).to_have_count(3)
    expect(page.locator(".digit meter")).to_have_count(30)
    expect(page.locator("rect.frame")).to_have_count(3)
    # All pictures have come, and are as large as they should be: the third has a tile for each digit.
    sizes = page.locator(".sequence img").evaluate_all(
        "images => images.map((each) => [each.naturalWidth, each.naturalHeight])"
    )
    assert sizes == [[128, 73], [84, 28]]
    frames = page.locator("rect.frame").evaluate_all("frames => frames.map((each) => Number(each.getAttribute('x')))")
    assert frames == sorted(frames)
    expect(page.get_by_text("Where the time went")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Model digits-\S+, worker"))).to_be_visible()
    assert page.get_by_label("Anyone who has this link").input_value() == page.url


def test_one_click_corrects_and_another_takes_it_back(page: Page) -> None:
    page.goto(submit_picture(page, THREE))
    address = page.url
    page.get_by_role("group", name="Instead of the 0 at place 2").get_by_role("button", name="9", exact=True).click()
    expect(page.get_by_test_id("label")).to_have_text("497")
    expect(page.get_by_role("heading", name="You corrected it")).to_be_focused()
    assert page.url == address
    page.reload()
    expect(page.get_by_test_id("label")).to_have_text("497")
    page.get_by_role("button", name="Take that back").click()
    expect(page.get_by_role("heading", name="Is that right?")).to_be_visible()
    page.get_by_role("button", name="Yes, it is 407").click()
    expect(page.get_by_role("heading", name="You confirmed it")).to_be_visible()


def test_the_keyboard_alone_corrects_and_erases(page: Page) -> None:
    page.goto(submit_picture(page, draw_on_board(TILE)))
    page.get_by_label("Or type it").press_sequentially("12 3")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("label")).to_have_text("12 3")
    page.locator("summary", has_text="Erase").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/history")
    expect(page.get_by_text("Nothing here yet")).to_be_visible()


def test_a_stranger_sees_it_and_changes_nothing(page: Page, open_page: OpenPage) -> None:
    address = submit_picture(page, draw_on_board(TILE))
    stranger = open_page()
    stranger.goto(address)
    expect_number(stranger, NUMBER)
    for name in ("Yes, it is", "Erase"):
        expect(stranger.get_by_text(name)).to_have_count(0)


def test_a_screen_reader_hears_the_result_once_and_no_polls(page: Page, stack: Stack) -> None:
    with suspended_worker(stack):
        page.goto(submit_picture(page, draw_on_board(TILE), wait=False))
        # What a live region is filled with is what is announced.
        page.evaluate(
            """() => {
              window.heard = [];
              for (const region of document.querySelectorAll("[role=status]")) {
                new MutationObserver(() => window.heard.push(region.innerText.trim())).observe(
                  region, { childList: true, characterData: true, subtree: true });
              }
            }"""
        )
        page.wait_for_timeout(3_000)
        assert page.evaluate("window.heard") == []
    expect_number(page, NUMBER)
    heard = [text for text in page.evaluate("window.heard") if text]
    assert len(heard) == 1
    assert re.match(rf"The prediction of this number image is\s+{NUMBER}\b", heard[0])


def test_position_and_estimate_are_told_while_it_waits_and_it_can_be_canceled(page: Page, stack: Stack) -> None:
    with suspended_worker(stack):
        first, second = (submit_picture(page, draw_on_board(TILE), wait=False) for _ in range(2))
        page.goto(second)
        expect(page.get_by_test_id("place")).to_contain_text("Position 2 in the queue")
        expect(page).to_have_title("Queued · Numberfigure")
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_text("was canceled before it was read")).to_be_visible()
        page.goto(first)
        expect(page.get_by_test_id("place")).to_contain_text("Position 1 in the queue")
    expect_number(page, NUMBER)


def test_refresh_back_and_forward_go_on_by_themselves(page: Page, stack: Stack) -> None:
    with suspended_worker(stack):
        page.goto(submit_picture(page, draw_on_board(TILE), wait=False))
        page.reload()
        expect(page.get_by_text("Waiting to be read")).to_be_visible()
        page.goto("/history")
        page.go_back()
        expect(page.get_by_text("Waiting to be read")).to_be_visible()
    expect_number(page, NUMBER)


def test_after_an_upload_a_refresh_sends_nothing_again(page: Page) -> None:
    page.goto("/")
    page.locator("#file").set_input_files({"name": "n.png", "mimeType": "image/png", "buffer": draw_on_board(TILE)})
    page.locator("form[action='/upload'] [type=submit]").first.click()
    expect_number(page, NUMBER)
    page.wait_for_url("**/p/*")
    page.reload()
    expect_number(page, NUMBER)
    page.goto("/history")
    expect(page.locator("#history > li")).to_have_count(1)


def test_a_network_that_drops_and_returns_is_got_over(page: Page, stack: Stack, watch: Watch) -> None:
    watch.tolerate("ERR_INTERNET_DISCONNECTED")
    with suspended_worker(stack):
        page.goto(submit_picture(page, draw_on_board(TILE), wait=False))
        page.context.set_offline(True)
        expect(page.locator("#prediction-note")).to_contain_text("No answer from the server", timeout=DEADLINE_MS)
        expect(page.get_by_text("Waiting to be read")).to_be_visible()
    page.context.set_offline(False)
    expect_number(page, NUMBER)
    expect(page.locator("#prediction-note")).to_be_empty()


def test_a_page_that_slept_asks_at_once_when_it_is_seen_again(page: Page, stack: Stack) -> None:
    with suspended_worker(stack):
        page.goto(submit_picture(page, draw_on_board(TILE), wait=False))
        set_hidden(page, True)
        page.wait_for_timeout(1_000)
    set_hidden(page, False)
    expect_number(page, NUMBER)


def test_a_page_that_was_frozen_goes_on(page: Page, stack: Stack) -> None:
    devtools = page.context.new_cdp_session(page)
    with suspended_worker(stack):
        page.goto(submit_picture(page, draw_on_board(TILE), wait=False))
        page.wait_for_timeout(500)
        devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
    page.wait_for_timeout(3_000)
    devtools.send("Page.setWebLifecycleState", {"state": "active"})
    expect_number(page, NUMBER)


def test_back_to_a_kept_page_shows_what_has_changed_since(page: Page) -> None:
    page.goto(submit_picture(page, draw_on_board(TILE)))
    expect_number(page, NUMBER)
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Yes, it is").click()
    expect(other.get_by_test_id("label")).to_be_visible()
    expect(page.get_by_test_id("label")).to_have_count(0)
    # As a browser does that kept the page in memory; this one does not, as the page is not to be stored.
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_test_id("label")).to_have_text(NUMBER)


def set_hidden(page: Page, is_hidden: bool) -> None:
    """Have the page believe that nobody sees it, as behind another tab or in sleep; headless pages are always seen."""
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        is_hidden,
    )


def test_what_is_erased_meanwhile_is_said_to_be_gone(page: Page, stack: Stack, watch: Watch) -> None:
    watch.tolerate("404")
    with suspended_worker(stack):
        address = submit_picture(page, draw_on_board(TILE), wait=False)
        page.goto(address)
        other = page.context.new_page()
        other.goto(address)
        other.locator("summary", has_text="Erase").click()
        other.get_by_role("button", name="Erase it for good").click()
        expect(page.get_by_role("heading", name="No such prediction")).to_be_visible(timeout=DEADLINE_MS)


def test_web_stopped_for_20_seconds_is_got_over(own_stack: Stack, open_page: OpenPage, watch: Watch) -> None:
    watch.tolerate("ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_SOCKET")
    own_stack.start()
    page = open_page(own_stack.url)
    with suspended_worker(own_stack):
        page.goto(submit_picture(page, draw_on_board(TILE), wait=False))
        expect(page.get_by_text("Waiting to be read")).to_be_visible()
        # Web's supervisor would start another at once, so it stands still meanwhile.
        own_stack.supervisor.send_signal(signal.SIGSTOP)
        assert own_stack.kill("-m web") >= 1
    page.wait_for_timeout(OUTAGE_MS)
    expect(page.locator("#prediction-note")).to_contain_text("This page tries again by itself")
    own_stack.supervisor.send_signal(signal.SIGCONT)
    back_at = time.monotonic()
    expect_number(page, NUMBER)
    expect(page.locator("#prediction-note")).to_be_empty()
    print(f"the page recovered {time.monotonic() - back_at:.1f} s after web's supervisor went on")
