"""Digits moved as in affNIST (T. Tieleman, cs.toronto.edu/~tijmen/affNIST): affine, anywhere in a larger picture."""

from __future__ import annotations

import cv2
import numpy as np

from model.augment import warp_tiles
from model.mnist_c.digit import Digit, Shares

SIDE = 40
# affNIST's ranges; all are drawn evenly. A shear of 1 would slant by 45 degrees.
MAX_ROTATION = np.deg2rad(20.0)
MAX_SHEAR = 0.2
MIN_SCALE, MAX_SCALE = 0.8, 1.2


def place_affine(digit: Digit, rng: np.random.Generator) -> Digit:
    """Return uint8 (40, 40): a digit uint8 (28, 28), at most as large, scaled, sheared, turned and put anywhere.

    It is put evenly among the places where no ink is lost, or in the middle where there are none.
    """
    margin = SIDE - digit.shape[0]
    tile = np.pad(digit, (margin // 2, margin - margin // 2))
    matrix = draw_matrix(rng)
    back = np.linalg.inv(matrix)
    # Warping asks where a pixel comes from, so the shift too is led back to the source.
    matrices, shifts = back[np.newaxis], (back @ draw_place(tile, matrix, rng))[np.newaxis]
    (placed,) = warp_tiles(tile[np.newaxis], matrices.astype(np.float32), shifts.astype(np.float32))
    return np.asarray(placed, np.uint8)


def draw_matrix(rng: np.random.Generator) -> Shares:
    """Draw float64 (2, 2): scales, shear and rotation, from (y, x) in the source to (y, x) in the result."""
    angle = rng.uniform(-MAX_ROTATION, MAX_ROTATION)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    slant = np.array([[1.0, 0.0], [rng.uniform(-MAX_SHEAR, MAX_SHEAR), 1.0]])
    return np.asarray(turn @ slant @ np.diag(rng.uniform(MIN_SCALE, MAX_SCALE, 2)), np.float64)


def draw_place(tile: Digit, matrix: Shares, rng: np.random.Generator) -> Shares:
    """Draw float64 (2,): how far down and right from the middle `tile` uint8 (40, 40) goes after `matrix`."""
    middle = (SIDE - 1) / 2
    # Interpolation spreads ink up to the next pixels, which may thus be the first outside.
    ink = (np.argwhere(cv2.dilate(tile, np.ones((3, 3), np.uint8))) - middle) @ matrix.T
    if len(ink) == 0:
        return np.zeros(2)
    low, high = -middle - 1 - ink.min(axis=0), middle + 1 - ink.max(axis=0)
    drawn = rng.uniform(np.minimum(low, high), np.maximum(low, high))
    return np.asarray(np.where(low < high, drawn, (low + high) / 2), np.float64)
