"""Boards on which nothing is written, or that are painted over."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]

# Sides in pixels, drawn for height and width alike.
SIDES = (28, 100, 280, 500)
# The noise of grey levels, as of a scan, as a standard deviation.
LEAST_NOISE, MOST_NOISE = 0.5, 3.0
# The rim that is left of a board painted over: at most this share of its side, on each side by itself.
MOST_RIM = 0.03


def draw_white(rng: np.random.Generator) -> Grey:
    """Draw a white board: uint8 (height, width)."""
    return _draw_plain(rng, 255)


def draw_black(rng: np.random.Generator) -> Grey:
    """Draw a black board."""
    return _draw_plain(rng, 0)


def draw_grey(rng: np.random.Generator) -> Grey:
    """Draw a board of one grey."""
    return _draw_plain(rng, int(rng.integers(1, 255)))


def draw_noisy(rng: np.random.Generator) -> Grey:
    """Draw a board of any grey with slight noise."""
    board = _draw_plain(rng, 0)
    noise = rng.normal(0.0, rng.uniform(LEAST_NOISE, MOST_NOISE), board.shape)
    return np.clip(np.rint(rng.uniform(0, 255) + noise), 0, 255).astype(np.uint8)


def draw_full(rng: np.random.Generator) -> Grey:
    """Draw a board that is painted over but for a rim."""
    board = _draw_plain(rng, 255)
    height, width = board.shape
    left, right = (int(width * share) for share in rng.uniform(0, MOST_RIM, 2))
    top, bottom = (int(height * share) for share in rng.uniform(0, MOST_RIM, 2))
    cv2.rectangle(board, (left, top), (width - 1 - right, height - 1 - bottom), (0,), cv2.FILLED)
    return board


KINDS: tuple[Callable[[np.random.Generator], Grey], ...] = (draw_white, draw_black, draw_grey, draw_noisy, draw_full)


def _draw_plain(rng: np.random.Generator, level: int) -> Grey:
    height, width = rng.choice(SIDES, 2)
    return np.full((height, width), level, np.uint8)
