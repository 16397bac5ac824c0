"""Screenshots of every page at three widths, light and dark, kept in build/screenshots to be looked at."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.browser.conftest import OpenPage
from tests.e2e.browser.visiting import PAGES
from tests.support.watch import Watch

FOLDER = Path(__file__).parents[3] / "build" / "screenshots"
WIDTHS = (360, 768, 1280)
GROUNDS = {"light": "rgb(246, 246, 243)", "dark": "rgb(19, 21, 25)"}


@pytest.mark.parametrize("scheme", GROUNDS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_pictured_in_the_colours_that_were_asked_for(
    open_page: OpenPage, watch: Watch, name: str, scheme: Any
) -> None:
    watch.tolerate("404")
    page = open_page(color_scheme=scheme)
    PAGES[name](page)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == GROUNDS[scheme]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        path = FOLDER / f"{name}-{width}-{scheme}.png"
        page.screenshot(path=path, full_page=True)
        assert path.stat().st_size > 5_000
