"""`make screenshots`: the pictures that README shows, taken of the running Numberfigure by a real Chromium.

It starts a stack of its own, draws and submits numbers, and writes to docs/screenshots.
"""

import argparse
import io
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.e2e.browser.acting import submit_picture
from tests.e2e.browser.visiting import NUMBER
from tests.support.browser import ARGUMENTS, find_chromium
from tests.support.pictures import draw_on_board, load_known_digits
from tests.support.stack import REPOSITORY, Stack

FOLDER = REPOSITORY / "docs" / "screenshots"
COLOURS = 128
WINDOW = {"width": 1080, "height": 960}
PHONE = {"width": 390, "height": 844}
FRAME_MS, LAST_FRAME_MS = 90, 2500
ANIMATION_WIDTH = 720
PREDICTED_MS = 1500

# 4, 0 and 7 as pen strokes, x and y in parts of the board.
STROKES = [
    [(0.2, 0.3), (0.12, 0.56), (0.34, 0.56)],
    [(0.28, 0.42), (0.27, 0.72)],
    [(0.52, 0.3), (0.44, 0.4), (0.43, 0.58), (0.5, 0.7), (0.58, 0.58), (0.58, 0.4), (0.52, 0.3)],
    [(0.68, 0.31), (0.88, 0.31), (0.8, 0.48), (0.75, 0.72)],
]


def main() -> int:
    """Take them all, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="make screenshots", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write to (%(default)s)")
    folder: Path = parser.parse_args().out
    chromium = find_chromium()
    if chromium is None:
        print("There is no Chromium on PATH; on Debian: apt-get install chromium", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data_dir, sync_playwright() as playwright:
        stack = Stack(Path(data_dir) / "var")
        stack.start()
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            for scheme in ("light", "dark"):
                picture_pages(browser, stack.url, scheme, folder)
            animate_drawing(browser, stack.url, folder / "drawing.gif")
            browser.close()
        finally:
            stack.stop()
    for path in sorted(folder.iterdir()):
        print(f"{path.name}: {path.stat().st_size // 1000} kB")
    return 0


def picture_pages(browser: Browser, url: str, scheme: Any, folder: Path) -> None:
    """Picture each page in one of the two schemes of colours."""
    page = browser.new_context(base_url=url, color_scheme=scheme, viewport=WINDOW).new_page()  # type: ignore[arg-type]
    page.goto("/")
    list(draw(page, STROKES))
    page.wait_for_timeout(PREDICTED_MS)
    save(page, folder / f"home-{scheme}.png")
    known = load_known_digits()
    for tile, _ in random.Random(7).sample(known, 8):
        submit_picture(page, draw_on_board(tile, 280), "drawing.png")
    result = submit_picture(page, NUMBER, "number.png")
    page.goto(result)
    page.wait_for_load_state("networkidle")
    save(page, folder / f"result-{scheme}.png")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    save(page, folder / f"phone-{scheme}.png")
    page.set_viewport_size(WINDOW)  # type: ignore[arg-type]
    page.goto("/history")
    page.wait_for_load_state("networkidle")
    save(page, folder / f"history-{scheme}.png")
    page.context.close()


def animate_drawing(browser: Browser, url: str, path: Path) -> None:
    """Draw a number on the board, and keep what is seen meanwhile and at the end."""
    page = browser.new_context(base_url=url, color_scheme="light", viewport=WINDOW).new_page()  # type: ignore[arg-type]
    page.goto("/")
    frames = [picture(page) for _ in draw(page, STROKES)]
    page.wait_for_timeout(PREDICTED_MS)
    frames.append(picture(page))
    if "/p/" not in page.url:
        page.locator("#read").click()
        page.wait_for_timeout(PREDICTED_MS)
        frames.append(picture(page))
    times = [FRAME_MS] * (len(frames) - 2) + [LAST_FRAME_MS // 2, LAST_FRAME_MS]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=times, loop=0, optimize=True)
    page.context.close()


def draw(page: Page, strokes: list[list[tuple[float, float]]]) -> Iterator[None]:
    """Draw strokes on the board with the mouse; pauses after each bit of it."""
    board: Locator = page.locator("#board")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    assert box
    for stroke in strokes:
        spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*spots[0])
        page.mouse.down()
        for spot in spots[1:]:
            page.mouse.move(*spot, steps=8)
            yield
        page.mouse.up()


def save(page: Page, path: Path) -> None:
    """Save what is seen as a PNG of few colours, which takes a third of the room."""
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS).save(path, optimize=True)


def picture(page: Page) -> Image.Image:
    """Picture what is seen, in the width of the animation."""
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    image.thumbnail((ANIMATION_WIDTH, ANIMATION_WIDTH))
    return image.quantize(COLOURS)


if __name__ == "__main__":
    sys.exit(main())
