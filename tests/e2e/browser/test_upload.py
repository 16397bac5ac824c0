"""Uploading: files chosen, dropped, pasted or tried out, several at once, each with its own answer or error."""

import base64
import re
from collections.abc import Sequence

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.support.board import DEADLINE_MS, list_history
from tests.support.pictures import draw_on_board, encode, load_known_digits
from tests.support.stack import Stack
from tests.support.suspending import suspended_worker
from tests.support.watch import Watch
from web.samples import SAMPLES

# One of each digit.
KNOWN = {number: tile for tile, number in load_known_digits()}

ARRIVE = """
([kind, files]) => {
  const transfer = new DataTransfer();
  for (const { name, type, content } of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  }
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true })
    : new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true });
  document.querySelector("h1").dispatchEvent(event);
  return event.defaultPrevented;
}
"""


def make_file(digit: str, name: str | None = None) -> FilePayload:
    """Make a picture of a digit."""
    return {"name": name or f"{digit}.png", "mimeType": "image/png", "buffer": draw_on_board(KNOWN[digit])}


def arrive(page: Page, kind: str, files: Sequence[FilePayload]) -> bool:
    """Drop or paste files onto the page; returns whether the page kept the browser from what it would do itself."""
    described = [
        {"name": each["name"], "type": each["mimeType"], "content": base64.b64encode(each["buffer"]).decode()}
        for each in files
    ]
    return bool(page.evaluate(ARRIVE, [kind, described]))


def press_upload(page: Page) -> None:
    page.locator("#upload [type=submit]").click()


def find_row(page: Page, name: str) -> Locator:
    return page.locator("#upload-list li").filter(has=page.locator(".filename", has_text=re.compile(f"^{name}$")))


def expect_answer(page: Page, name: str, number: str) -> None:
    expect(find_row(page, name).get_by_test_id("number")).to_have_text(number, timeout=DEADLINE_MS)


def test_one_file_alone_is_answered_on_its_own_page(page: Page) -> None:
    page.goto("/")
    page.locator("#file").set_input_files(make_file("5"))
    expect(find_row(page, "5.png")).to_contain_text("Ready")
    press_upload(page)
    page.wait_for_url("**/p/*", timeout=DEADLINE_MS)
    expect(page.get_by_test_id("number")).to_have_text("5", timeout=DEADLINE_MS)


def test_several_files_are_answered_in_place_and_are_one_visitors(page: Page) -> None:
    page.goto("/")
    page.locator("#file").set_input_files([make_file(digit) for digit in "0123456789"])
    press_upload(page)
    for digit in "0123456789":
        expect_answer(page, f"{digit}.png", digit)
    expect(page.locator("#uploads-status")).to_contain_text("10 of 10 done")
    expect(page.locator("#uploads-progress")).to_be_hidden()
    # Also as a new visitor, whose first answer brings the cookie.
    assert len(list_history(page)) == 10


def test_thumbnails_show_what_was_chosen(page: Page) -> None:
    page.goto("/")
    page.locator("#file").set_input_files([make_file("3"), make_file("8")])
    for name in ("3.png", "8.png"):
        image = find_row(page, name).locator("img")
        expect(image).to_have_attribute("src", re.compile("^blob:"))
        expect(image).to_have_js_property("naturalWidth", 500)


def test_each_file_that_cannot_be_read_says_why_and_the_others_are_read(page: Page, stack: Stack, watch: Watch) -> None:
    watch.tolerate("415")
    page.goto("/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("#file").set_input_files(
        [
            make_file("1"),
            {"name": "photo.heic", "mimeType": "image/heic", "buffer": b"not for us"},
            {"name": "number.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"},
            {"name": "empty.png", "mimeType": "image/png", "buffer": b""},
            {"name": "huge.png", "mimeType": "image/png", "buffer": bytes(10_000_001)},
            {"name": "text.png", "mimeType": "image/png", "buffer": b"this is text"},
            {"name": "broken.png", "mimeType": "image/png", "buffer": make_file("1")["buffer"][:200]},
            make_file("2"),
        ]
    )
    # What is known to be wrong is told before anything is sent.
    for name, words in (
        ("photo.heic", "exported as JPEG"),
        ("number.pdf", "screenshot"),
        ("empty.png", "empty"),
        ("huge.png", "at most 10.0 MB"),
    ):
        expect(find_row(page, name)).to_contain_text(words)
    assert sent == []
    press_upload(page)
    expect_answer(page, "1.png", "1")
    expect_answer(page, "2.png", "2")
    expect(find_row(page, "text.png")).to_contain_text("not a picture that can be read")
    expect(find_row(page, "broken.png")).to_contain_text("cut short", timeout=DEADLINE_MS)
    expect(page.locator("#uploads-status")).to_contain_text("8 of 8 done")
    assert len(sent) == 4
    assert stack.supervisor.poll() is None


def test_files_dropped_anywhere_are_read_at_once(page: Page) -> None:
    page.goto("/")
    files = [make_file("4"), make_file("6")]
    arrive(page, "dragenter", files)
    expect(page.locator("html")).to_have_class("is-drop-target")
    assert arrive(page, "dragover", files)
    assert arrive(page, "drop", files)
    expect(page.locator("html")).not_to_have_class("is-drop-target")
    expect_answer(page, "4.png", "4")
    expect_answer(page, "6.png", "6")


def test_text_that_is_dragged_or_pasted_is_left_to_the_browser(page: Page) -> None:
    page.goto("/")
    assert not arrive(page, "drop", [])
    assert not arrive(page, "paste", [])
    expect(page.locator("#upload-list li")).to_have_count(0)


def test_a_pasted_picture_is_read_at_once(page: Page) -> None:
    page.goto("/")
    assert arrive(page, "paste", [make_file("9", "image.png")])
    expect_answer(page, "image.png", "9")
    find_row(page, "image.png").get_by_role("link", name="Details").click()
    expect(page.get_by_test_id("number")).to_have_text("9")


def test_the_samples_are_read_right_one_and_all(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="7 in marker").click()
    expect_answer(page, "marker-7.webp", "7")
    page.locator("#uploads-clear").click()
    page.locator("#all-samples").click()
    for sample in SAMPLES:
        expect_answer(page, sample.name, sample.name.removesuffix(".webp").rsplit("-", 1)[1])


def test_a_taken_photo_is_one_more_picture(page: Page) -> None:
    page.goto("/")
    page.locator("#photo").set_input_files(make_file("7", "photo.png"))
    page.locator("#file").set_input_files(make_file("8"))
    press_upload(page)
    expect_answer(page, "photo.png", "7")
    expect_answer(page, "8.png", "8")


def test_what_waits_shows_its_place_and_can_be_canceled(page: Page, stack: Stack) -> None:
    page.goto("/")
    with suspended_worker(stack):
        arrive(page, "drop", [make_file(digit) for digit in "0123"])
        expect(page.locator("#uploads-status")).to_contain_text("0 of 4 done")
        queued = page.locator("#upload-list li").filter(has_text=re.compile("in the queue|Being read"))
        expect(queued).to_have_count(4, timeout=DEADLINE_MS)
        find_row(page, "1.png").get_by_role("button", name="Cancel 1.png").click()
        expect(page.locator("#upload-list li")).to_have_count(3)
        page.wait_for_timeout(500)
        assert len(list_history(page)) == 3
    for digit in "023":
        expect_answer(page, f"{digit}.png", digit)


def test_without_the_network_uploads_wait_for_it(page: Page, watch: Watch) -> None:
    watch.tolerate("ERR_INTERNET_DISCONNECTED")
    page.goto("/")
    page.context.set_offline(True)
    arrive(page, "drop", [make_file("2"), make_file("7")])
    expect(find_row(page, "2.png")).to_contain_text("Trying again", timeout=DEADLINE_MS)
    page.context.set_offline(False)
    expect_answer(page, "2.png", "2")
    expect_answer(page, "7.png", "7")


def test_nothing_chosen_is_told_and_sends_nothing(page: Page) -> None:
    page.goto("/")
    press_upload(page)
    expect(page.locator("#upload-alert")).to_contain_text("Choose a picture first")
    assert page.url.endswith("/")


def test_without_javascript_the_form_is_as_it_was(plain_page: Page) -> None:
    plain_page.goto("/")
    expect(plain_page.locator(".samples")).to_be_hidden()
    plain_page.locator("#file").set_input_files(
        {"name": "0.png", "mimeType": "image/png", "buffer": encode(KNOWN["0"])}
    )
    press_upload(plain_page)
    expect(plain_page.get_by_test_id("number")).to_have_text("0", timeout=DEADLINE_MS)
    plain_page.goto("/")
    plain_page.locator("#file").set_input_files([make_file("1"), make_file("2")])
    press_upload(plain_page)
    plain_page.wait_for_url("**/history")
