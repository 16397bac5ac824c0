"""WCAG 2.2 AA, as far as axe can tell, on every page, light and dark; and what it cannot tell."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.browser.acting import submit_picture
from tests.e2e.browser.conftest import OpenPage
from tests.e2e.browser.visiting import NUMBER, PAGES
from tests.support.stack import Stack
from tests.support.suspending import suspended_worker
from tests.support.watch import Watch

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


def find_violations(page: Page) -> list[str]:
    found: dict[str, Any] = Axe().run(page, options=RULES).response
    # It must have looked at something.
    assert len(found["passes"]) > 10
    return [
        f"{violation['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page: OpenPage, watch: Watch, name: str, scheme: Any) -> None:
    watch.tolerate("404")
    page = open_page(color_scheme=scheme, viewport=DESKTOP)
    PAGES[name](page)
    # What is behind a question is looked at, too.
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    assert find_violations(page) == []
    page.set_viewport_size(PHONE)
    assert find_violations(page) == []


def test_axe_finds_nothing_while_it_waits(page: Page, stack: Stack) -> None:
    with suspended_worker(stack):
        page.goto(submit_picture(page, NUMBER, wait=False))
        assert find_violations(page) == []


def test_axe_would_find_something(page: Page) -> None:
    page.goto("/history")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert any(violation.startswith("label:") for violation in find_violations(page))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_on_a_phone_or_at_four_times_zoom(
    open_page: OpenPage, watch: Watch, name: str
) -> None:
    watch.tolerate("404")
    # 320 pixels are a desktop of 1280 at 400 % (WCAG 1.4.10).
    page = open_page(viewport={"width": 320, "height": 640})
    PAGES[name](page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", ["result", "history", "status"])
def test_what_can_be_clicked_is_large_enough(open_page: OpenPage, name: str) -> None:
    page = open_page(viewport=PHONE)
    PAGES[name](page)
    # WCAG 2.5.8: 24 by 24 pixels, links within sentences aside.
    boxes = (
        page.locator("main :is(button, summary, input, a.button)")
        .filter(visible=True)
        .evaluate_all("all => all.map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])")
    )
    assert [html for html, box in boxes if min(box["width"], box["height"]) < 24] == []


def test_the_keyboard_reaches_the_content_first_and_sees_where_it_is(page: Page) -> None:
    page.goto(submit_picture(page, NUMBER))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text("Yes, it is 407")
    assert focused.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
