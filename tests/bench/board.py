"""`make bench-board`: from the end of the last stroke to the digit on the screen, in a real Chromium on a whole stack.

The pause that the board makes on purpose is not counted. The clock is the page's own: it starts with `pointerup`, and
stops in the frame after the one that shows the digit.
"""

import argparse
import re
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.support.board import draw_with_mouse, expect_number, write_digit
from tests.support.browser import ARGUMENTS, find_chromium
from tests.support.stack import REPOSITORY, Stack

STOPWATCH = """
() => {
  const region = document.querySelector("#board-answer");
  let raised = 0;
  window.times = [];
  addEventListener("pointerup", () => { raised = performance.now(); }, true);
  new MutationObserver(() => {
    if (!region.querySelector("strong")) return;
    requestAnimationFrame(() => requestAnimationFrame(() => times.push(performance.now() - raised)));
  }).observe(region, { childList: true });
}
"""


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="make bench-board", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=50, help="digits to draw (%(default)s)")
    parser.add_argument("--runtime", default="tensorflow", choices=["tensorflow", "litert"], help="of the worker")
    arguments = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        print("There is no Chromium on PATH; on Debian: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stack = Stack(Path(folder) / "var", RUNTIME=arguments.runtime)
        stack.start()
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            times = measure(browser.new_page(base_url=stack.url), arguments.count)
            browser.close()
        finally:
            stack.stop()
    fiftieth, ninetieth = statistics.median(times), statistics.quantiles(times, n=10)[-1]
    print(
        f"{len(times)} digits on {arguments.runtime}, without the pause of {find_pause()} ms: "
        f"p50 {fiftieth:.0f} ms, p90 {ninetieth:.0f} ms, worst {max(times):.0f} ms"
    )
    return 0


def measure(page: Page, count: int) -> list[float]:
    """Draw digits one after the other, and return the milliseconds that each took."""
    page.goto("/upload2")
    page.evaluate(STOPWATCH)
    times = []
    for index in range(count):
        digit = str(index % 10)
        write_digit(page, draw_with_mouse, digit, (0.3, 0.25, 0.5))
        expect_number(page, digit)
        page.wait_for_timeout(100)
        times.append(page.evaluate("() => times.at(-1)"))
        page.locator("#clear").click()
        page.mouse.move(0, 0)
    pause = find_pause()
    return [time - pause for time in times]


def find_pause() -> int:
    """Find how long the board waits for another stroke, in milliseconds."""
    found = re.search(r"^const PAUSE = (\d+);", (REPOSITORY / "web/static/board.js").read_text(), re.MULTILINE)
    assert found
    return int(found[1])


if __name__ == "__main__":
    sys.exit(main())
