"""How much a first visit loads: below 100 kB, from our own host alone (which the watch sees to on every page)."""

import pytest
from playwright.sync_api import Request

from tests.e2e.browser.conftest import OpenPage
from tests.e2e.browser.visiting import PAGES

MOST_BYTES = 100_000


@pytest.mark.parametrize("name", ["home", "board", "result", "history-empty", "status"])
def test_a_first_load_is_light(open_page: OpenPage, name: str) -> None:
    page = open_page()
    requests: list[Request] = []

    def note(request: Request) -> None:
        # Previews of what was drawn or chosen never leave the browser.
        if request.url.startswith("http"):
            requests.append(request)

    page.on("requestfinished", note)
    PAGES[name](page)
    page.wait_for_load_state("networkidle")
    sizes = {
        request.url: request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"]
        for request in requests
    }
    print(f"{name}: {sum(sizes.values()):,} bytes in {len(sizes)} answers")
    assert len(sizes) >= 5
    assert sum(sizes.values()) < MOST_BYTES, sizes
