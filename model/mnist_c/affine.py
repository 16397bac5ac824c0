"""Shear, scale, rotate and translate of MNIST-C (arXiv 1906.02337): about the centre, bilinear, black from outside."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.augment import warp_tiles
from model.mnist_c.digit import Digit

# Severity 2 of (0.2, 0.4, 0.6, 0.8, 1): scikit-image's angle of shear, in radians.
SHEAR = 0.4
# Severity 3 of (0.9, 0.8, 0.7, 0.6, 0.5): the size that is left.
SCALE = 0.7
# Severity 2 of (0.2, 0.4, 0.6, 0.8, 1): radians, which are 23 degrees.
ROTATION = 0.4
# Severity 3 of (1, 2, 3, 4, 5): pixels, along each axis.
SHIFT = 3


def shear(digit: Digit, rng: np.random.Generator) -> Digit:
    """Slant uint8 (28, 28) by `SHEAR` to the left or to the right.

    The scikit-image of 2019 not only pushed rows aside by the sine of the angle, but also stretched them by 1 / cosine.
    """
    angle = SHEAR * _draw_sign(rng)
    return _warp(digit, [[np.cos(angle), 0], [-np.sin(angle), 1]])


def scale(digit: Digit, _rng: np.random.Generator) -> Digit:
    """Shrink uint8 (28, 28) to `SCALE` of its size; nothing is random."""
    return _warp(digit, [[1 / SCALE, 0], [0, 1 / SCALE]])


def rotate(digit: Digit, rng: np.random.Generator) -> Digit:
    """Turn uint8 (28, 28) by `ROTATION` to the left or to the right."""
    angle = ROTATION * _draw_sign(rng)
    return _warp(digit, [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def translate(digit: Digit, rng: np.random.Generator) -> Digit:
    """Shift uint8 (28, 28) by `SHIFT` pixels up or down, and as many to the left or to the right."""
    return _warp(digit, [[1, 0], [0, 1]], (SHIFT * _draw_sign(rng), SHIFT * _draw_sign(rng)))


def _draw_sign(rng: np.random.Generator) -> int:
    """Draw -1 or 1."""
    return int(rng.choice((-1, 1)))


def _warp(digit: Digit, matrix: npt.ArrayLike, shift: tuple[int, int] = (0, 0)) -> Digit:
    """Resample a digit: `matrix` leads from (y, x) in the result to (y, x) in the source, `shift` is (down, right)."""
    matrices, shifts = (np.asarray(part, np.float32)[np.newaxis] for part in (matrix, shift))
    (warped,) = warp_tiles(digit[np.newaxis], matrices, shifts)
    return np.asarray(warped, np.uint8)
