"""Screenshots: a board on a page of another shade, among what programs and web pages show beside it."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from model.simulate.boards import lay_on_board
from model.simulate.noise import Field, blur, choose, compress, make_scene, to_grey
from model.simulate.scene import Ink, Scene

# The page's sides over the board's, and the share of boards that fill the page from one border to the other.
PAGE_SIZES, FULL_WIDTH_SHARE = (1.05, 2.4), 0.25
# Pages are white or near it, dark, or of any shade, from one level to below another, that differs so much from the
# board's own.
PAGE_LEVELS: Mapping[tuple[int, int], float] = {(235, 256): 0.4, (0, 60): 0.2, (0, 256): 0.4}
LEAST_DIFFERENCE = 10.0
# How often a board has a thin frame or throws a shadow on the page.
FRAME_SHARE, SHADOW_SHARE = 0.3, 0.2
# Bars, buttons and words: how often there are some, the most of each, and how far they keep from the board in pixels.
FURNITURE_SHARE, MOST_OF_EACH, GAP = 0.5, 4, 3
WORDS = ("Clear", "Undo", "Save", "Home", "Edit", "View", "Draw here", "Submit", "Help", "Name", "Result", "Menu")
JPEG_SHARE = 0.25

# Left, top, width, height.
Box = tuple[int, int, int, int]


def lay_on_screen(ink: Ink, rng: np.random.Generator) -> Scene:
    """Draw `ink` on a board, and show the board on a page: the picture as a screenshot has it."""
    board = lay_on_board(ink, rng)
    height, width = board.grey.shape
    tall, wide = np.rint(np.array(board.grey.shape) * rng.uniform(*PAGE_SIZES, 2)).astype(int).tolist()
    if rng.random() < FULL_WIDTH_SHARE:
        wide = width
    top, left = int(rng.integers(tall - height + 1)), int(rng.integers(wide - width + 1))
    page = np.full((tall, wide), draw_page_level(float(np.median(board.grey)), rng), np.float32)
    if rng.random() < FURNITURE_SHARE:
        furnish(page, rng)
    box = left, top, width, height
    stand_out(page, box, rng)
    place = around(box)
    page[place] = board.grey
    owner = np.zeros(page.shape, np.uint8)
    owner[place] = board.owner
    grey = to_grey(page)
    if rng.random() < JPEG_SHARE:
        grey = compress(grey, int(rng.integers(60, 96)))
    return make_scene(grey, owner, ink)


def draw_page_level(ground: float, rng: np.random.Generator) -> float:
    """Draw the page's grey level, which differs from the board's `ground`."""
    while True:
        level = float(rng.integers(*choose(PAGE_LEVELS, rng)))
        if abs(level - ground) >= LEAST_DIFFERENCE:
            return level


def furnish(page: Field, rng: np.random.Generator) -> None:
    """Draw bars, buttons and words on the page (height, width), in place."""
    height, width = page.shape
    for _ in range(int(rng.integers(MOST_OF_EACH + 1))):
        thick = max(2, int(min(height, width) * rng.uniform(0.02, 0.1)))
        np.rot90(page, int(rng.integers(4)))[:thick] = rng.uniform(0, 256)
    size = max(0.3, min(height, width) / rng.uniform(400, 1200))
    for _ in range(int(rng.integers(MOST_OF_EACH + 1))):
        x, y = int(rng.integers(width)), int(rng.integers(height))
        cv2.rectangle(page, (x, y), (x + round(90 * size), y + round(34 * size)), rng.uniform(0, 256), -1)
    for _ in range(int(rng.integers(2 * MOST_OF_EACH + 1))):
        at = int(rng.integers(width)), int(rng.integers(height))
        thick = max(1, round(1.5 * size))
        word = WORDS[rng.integers(len(WORDS))]
        cv2.putText(page, word, at, cv2.FONT_HERSHEY_SIMPLEX, size, rng.uniform(0, 256), thick, cv2.LINE_AA)


def stand_out(page: Field, box: Box, rng: np.random.Generator) -> None:
    """Keep a little of the page free about the board, in place; give it a frame or a shadow."""
    page[around(box, GAP)] = np.median(page)
    if rng.random() < SHADOW_SHARE:
        shade = np.zeros(page.shape, np.float32)
        shade[around(box)] = 1.0
        page *= 1.0 - rng.uniform(0.1, 0.4) * blur(shade, rng.uniform(2.0, 12.0))
    if rng.random() < FRAME_SHARE:
        thick, level = int(rng.integers(1, 1 + GAP)), rng.uniform(0, 256)
        page[around(box, thick)] = level


def around(box: Box, margin: int = 0) -> tuple[slice, slice]:
    """Return the rows and columns of a box and so many pixels about it."""
    left, top, width, height = box
    return np.s_[max(0, top - margin) : top + height + margin, max(0, left - margin) : left + width + margin]
