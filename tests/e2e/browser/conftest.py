"""A real Chromium, driven by Playwright, in which whatever a page complains of fails the test."""

from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.browser import ARGUMENTS, find_chromium
from tests.support.stack import Stack
from tests.support.watch import Watch


class OpenPage(Protocol):
    """Opens a page of a new visitor, with Playwright's options of a context; `base_url` is the stack's."""

    def __call__(self, base_url: str = ..., **options: Any) -> Page:
        """Open it."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium of this machine."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on PATH; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What all pages of the test complain of: errors, CSP violations and requests to other hosts fail it."""
    watch = Watch()
    yield watch
    watch.check()


@pytest.fixture
def open_page(browser: Browser, watch: Watch, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """A way to open pages: `open_page(has_touch=True, device_scale_factor=3, color_scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def open_page(base_url: str = "", **options: Any) -> Page:
        if not base_url:
            stack: Stack = request.getfixturevalue("stack")
            base_url = stack.url
        context = browser.new_context(base_url=base_url, **options)
        contexts.append(context)
        watch.follow(context, base_url)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page of a new visitor."""
    return open_page()


@pytest.fixture
def plain_page(open_page: OpenPage) -> Page:
    """A page without JavaScript."""
    return open_page(java_script_enabled=False)
