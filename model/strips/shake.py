"""Strips as a line might lie in them another time: longer or shorter, larger or smaller, slanted, elsewhere."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model.strips.cutting import CLASS, LEFT, MIDDLE, RIGHT
from model.strips.network import HEIGHT, WIDTH
from model.strips.strip import Floats, Grey

# Deviations of the logarithms of width and height, and of the slant, columns a row.
STRETCHED, RESIZED, SLANTED = 0.08, 0.04, 0.1
# Up to how many pixels a strip is moved along the line, and across it.
MOVED_ALONG, MOVED_ACROSS = 6.0, 1.0


def shake_strips(strips: Grey, digits: Floats, rng: np.random.Generator) -> tuple[Grey, Floats]:
    """Shake strips uint8 (n, HEIGHT, WIDTH, channels) and their digits float32 (n, LONGEST, 4), as in Examples."""
    count = len(strips)
    wider, higher = np.exp(rng.normal(0.0, [[STRETCHED], [RESIZED]], (2, count)))
    slants = rng.normal(0.0, SLANTED, count)
    wider = np.minimum(wider, _find_widest(digits))
    along, across = rng.uniform(-1.0, 1.0, (2, count)) * [[MOVED_ALONG], [MOVED_ACROSS]]
    maps = np.zeros((count, 2, 3))
    maps[:, 0, 0], maps[:, 0, 1], maps[:, 1, 1] = wider, slants, higher
    maps[:, :, 2] = np.stack([along, across], axis=1) + _keep_middle(maps[:, :, :2])
    return move_strips(strips, digits, maps)


def move_strips(strips: Grey, digits: Floats, maps: npt.NDArray[np.float64]) -> tuple[Grey, Floats]:
    """Move each strip and its digits by its affine map, of (n, 2, 3); the columns of its border are repeated.

    A digit's middle is taken to lie halfway down a strip, as its line does.
    """
    moved = np.stack(
        [
            cv2.warpAffine(strip, to, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            for strip, to in zip(strips, maps, strict=True)
        ]
    )
    there = digits.copy()
    wider, shift = maps[:, 0, 0, np.newaxis], (maps[:, 0, 1] * HEIGHT / 2 + maps[:, 0, 2])[:, np.newaxis]
    for side in (MIDDLE, LEFT, RIGHT):
        there[..., side] = (digits[..., CLASS] > 0) * (wider * digits[..., side] + shift)
    return moved, there


def _find_widest(digits: Floats) -> npt.NDArray[np.float64]:
    """Return how many times as wide (n,) strips may become, so that no digit leaves them as they are moved along."""
    from_middle = np.abs(digits[..., LEFT : RIGHT + 1] - WIDTH / 2).max(axis=-1) * (digits[..., CLASS] > 0)
    return np.asarray((WIDTH / 2 - MOVED_ALONG) / np.maximum(from_middle.max(axis=1), 1.0))


def _keep_middle(turns: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the shifts (n, 2) with which maps (n, 2, 2) leave the middle of a strip where it is."""
    middle = np.array([WIDTH / 2, HEIGHT / 2])
    return np.asarray(middle - turns @ middle)
