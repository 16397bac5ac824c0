"""The operator's page renews itself and tells when web is away."""

import signal

from playwright.sync_api import Page, expect

from tests.e2e.browser.acting import submit_picture
from tests.e2e.browser.conftest import OpenPage
from tests.support.pictures import draw_on_board, load_known_digits
from tests.support.stack import Stack
from tests.support.watch import Watch

BOARD = draw_on_board(load_known_digits()[0][0])
RENEWED_MS = 15_000


def test_figures_and_plots_are_live(page: Page) -> None:
    page.goto("/status")
    worker = page.get_by_role("region", name="Table of workers").locator("tbody tr")
    before = int(worker.locator("td").nth(3).inner_text().replace(",", ""))
    page.evaluate("window.isTheSame = true")
    for _ in range(5):
        submit_picture(page, BOARD)
    expect(worker.locator("td").nth(3)).to_have_text(f"{before + 5:,}", timeout=RENEWED_MS)
    expect(worker.locator("td").last).to_contain_text("picture")
    expect(page.locator(".plot", has_text="Throughput").locator("figcaption")).to_contain_text(
        "a second", timeout=RENEWED_MS
    )
    paths = page.locator(".plot path[class^=line]").evaluate_all("all => all.map((each) => each.getAttribute('d'))")
    assert sum(bool(path) for path in paths) >= 3
    # It was renewed in place, and not loaded anew.
    assert page.evaluate("window.isTheSame")


def test_it_tells_that_web_is_away_and_recovers(own_stack: Stack, open_page: OpenPage, watch: Watch) -> None:
    watch.tolerate("ERR_CONNECTION|ERR_EMPTY_RESPONSE")
    own_stack.start()
    page = open_page(own_stack.url)
    page.goto("/status")
    own_stack.supervisor.send_signal(signal.SIGSTOP)
    own_stack.kill("-m web")
    expect(page.locator("#status-note")).to_contain_text("The figures below are old", timeout=RENEWED_MS)
    own_stack.supervisor.send_signal(signal.SIGCONT)
    expect(page.locator("#status-note")).to_be_empty(timeout=2 * RENEWED_MS)
