"""What browser tests do again and again."""

from playwright.sync_api import Page, expect

DEADLINE_MS = 30_000


def submit_picture(page: Page, image: bytes, filename: str = "number.png", wait: bool = True) -> str:
    """Submit a picture as the visitor of a page, and return the path of its result page."""
    answer = page.request.post(
        "/v1/predictions",
        multipart={"file": {"name": filename, "mimeType": "image/png", "buffer": image}},
        headers={"Prefer": "wait=20"} if wait else {},
    )
    assert answer.ok, answer.text()
    path: str = answer.json()["urls"]["web"]
    return path


def expect_number(page: Page, number: str) -> None:
    """Expect the page to tell the number."""
    expect(page.get_by_test_id("number")).to_have_text(number, timeout=DEADLINE_MS)
