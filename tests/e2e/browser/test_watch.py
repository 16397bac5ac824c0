"""The watch over all browser tests notices what it is there for."""

import pytest
from playwright.sync_api import Browser, Route

from tests.support.watch import Watch
from web.security import HEADERS

ORIGIN = "http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<p style='color: red'>", "Content Security Policy"),
        ("<script>document.title = 'inline'</script>", "Content Security Policy"),
        ("<script src='/script.js'></script>", "uncaught: of the script"),
        ("<img src='http://elsewhere.test/pixel.png' alt=''>", "a request to another host"),
        ("<img src='/missing.png' alt=''>", "404"),
    ],
)
def test_what_a_page_does_wrong_is_noted(browser: Browser, body: str, complaint: str) -> None:
    watch, context = Watch(), browser.new_context()

    def answer(route: Route) -> None:
        if route.request.url.endswith("script.js"):
            route.fulfill(body="throw new Error('of the script')", content_type="text/javascript")
        elif route.request.url.endswith("missing.png"):
            route.fulfill(status=404)
        else:
            route.fulfill(body=f"<!doctype html><title>Page</title>{body}", content_type="text/html", headers=HEADERS)

    context.route("**/*", answer)
    watch.follow(context, ORIGIN)
    page = context.new_page()
    page.goto(f"{ORIGIN}/")
    page.wait_for_timeout(200)
    context.close()
    assert any(complaint in each for each in watch.complaints), watch.complaints
    with pytest.raises(AssertionError):
        watch.check()
    watch.tolerate(".")
    watch.check()
