"""What a person does in a browser: upload a file, draw a digit with the mouse, see the answer, find it again."""

from playwright.sync_api import Page, expect

from tests.e2e.browser.acting import DEADLINE_MS, expect_number
from tests.support.pictures import draw_on_board, load_known_digits
from tests.support.watch import Watch

KNOWN = load_known_digits()

# A seven as pen strokes, x and y in parts of the board.
SEVEN = [(0.3, 0.25), (0.7, 0.25), (0.62, 0.45), (0.5, 0.75)]


def draw(page: Page, points: list[tuple[float, float]]) -> None:
    """Draw one stroke on the board with the mouse."""
    box = page.locator("#board").bounding_box()
    assert box
    spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*spots[0])
    page.mouse.down()
    for spot in spots[1:]:
        page.mouse.move(*spot, steps=12)
    page.mouse.up()


def choose_file(page: Page, image: bytes) -> None:
    """Choose a picture in the form."""
    page.locator("#file").set_input_files({"name": "five.png", "mimeType": "image/png", "buffer": image})


def test_an_uploaded_file_is_answered(page: Page) -> None:
    tile, number = KNOWN[5]
    page.goto("/")
    choose_file(page, draw_on_board(tile))
    page.locator("form[action='/upload'] [type=submit]").first.click()
    expect_number(page, number)
    expect(page.get_by_text("The prediction of this number image is")).to_be_visible()


def test_a_drawn_digit_is_answered_and_can_be_shared(page: Page) -> None:
    page.goto("/")
    draw(page, SEVEN)
    page.locator("#read").click()
    page.wait_for_url("**/p/*", timeout=DEADLINE_MS)
    expect_number(page, "7")
    # It survives a refresh, and is in the history.
    page.reload()
    expect_number(page, "7")
    address = page.url
    page.goto("/history")
    page.locator(f"a[href='{address.removeprefix(page.url.removesuffix('/history'))}']").first.click()
    expect_number(page, "7")


def test_the_board_of_the_old_address_works(page: Page) -> None:
    page.goto("/upload2")
    page.locator("#read").click()
    expect(page.locator("#board-alert")).not_to_be_empty()
    draw(page, SEVEN)
    page.locator("#clear").click()
    draw(page, SEVEN)
    page.locator("#read").click()
    expect_number(page, "7")


def test_an_unknown_prediction_has_a_page_that_says_so(plain_page: Page, watch: Watch) -> None:
    watch.tolerate("404")
    answer = plain_page.goto("/p/01900000-0000-7000-8000-000000000000")
    assert answer is not None
    assert answer.status == 404
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("No such prediction")
