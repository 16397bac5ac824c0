"""What happens to digits after they were written, for training: struck through, rubbed, blurred, drawn as outlines.

Preprocessing undoes the most of it; what it leaves, the network must know. Each way takes the ink of one digit, uint8
(28, 28), and changes it; the result is brought into a tile's form again, as it would be in serving.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.normalise import TILE_SIDE, make_tile

Tile = npt.NDArray[np.uint8]
Rng = np.random.Generator

# The share of tiles that something happens to.
DAMAGED_SHARE = 0.12
# Lines are drawn, and outlines taken, in a picture so many times finer.
FINER = 4
# Ink that is fainter than this does not count for the size of what is left.
FAINT = 40


def damage_tiles(tiles: Tile, rng: Rng, share: float = DAMAGED_SHARE) -> Tile:
    """Return tiles uint8 (n, 28, 28), a share of them damaged in one way; the same for the same state of `rng`."""
    damaged = tiles.copy()
    for index in np.flatnonzero(rng.random(len(tiles)) < share):
        way = WAYS[rng.integers(len(WAYS))]
        damaged[index] = _fit(way(tiles[index], rng), tiles[index])
    return damaged


def strike_through(tile: Tile, rng: Rng) -> Tile:
    """Draw a line from side to side over a digit, straight or bent."""
    knots = int(rng.integers(2, 8))
    across = np.sort(rng.uniform(0, TILE_SIDE, knots))
    across[0], across[-1] = rng.uniform(0, 4), rng.uniform(TILE_SIDE - 4, TILE_SIDE)
    down = rng.uniform(4, TILE_SIDE - 4) + rng.uniform(-8, 8) * np.linspace(-0.5, 0.5, knots) + rng.normal(0, 3, knots)
    points = np.stack([across, down.clip(1, TILE_SIDE - 2)], axis=1) * FINER
    line = np.zeros((TILE_SIDE * FINER, TILE_SIDE * FINER), np.uint8)
    cv2.polylines(line, [np.rint(points).astype(np.int32)], False, 255, int(rng.integers(3, 8)), cv2.LINE_AA)
    return np.maximum(tile, _shrink(line))


def rub(tile: Tile, rng: Rng) -> Tile:
    """Take ink away in patches."""
    rough = rng.uniform(-0.6, 1.6, (7, 7)).astype(np.float32)
    kept = np.asarray(cv2.resize(rough, (TILE_SIDE, TILE_SIDE), interpolation=cv2.INTER_CUBIC)).clip(0.15, 1)
    return np.asarray(tile * kept, np.uint8)


def roughen(tile: Tile, rng: Rng) -> Tile:
    """Give ink the grain of bad copies, and its edges specks."""
    near = cv2.dilate(tile, np.ones((3, 3), np.uint8)).astype(np.float32)
    grain = rng.normal(0.0, rng.uniform(0.15, 0.5), tile.shape)
    return np.asarray((tile + grain * near).clip(0, 255), np.uint8)


def blur(tile: Tile, rng: Rng) -> Tile:
    """Put ink out of focus, the same in all directions or not, and darken it again."""
    across, down = rng.uniform(0.5, 1.6, 2)
    soft = cv2.GaussianBlur(tile, (0, 0), sigmaX=float(across), sigmaY=float(down)).astype(np.float32)
    return np.asarray((soft * (255.0 / max(1.0, float(soft.max())))).clip(0, 255), np.uint8)


def outline(tile: Tile, rng: Rng) -> Tile:
    """Leave of strokes their edges alone."""
    fine = cv2.resize(tile, None, fx=FINER, fy=FINER, interpolation=cv2.INTER_CUBIC)
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (int(rng.integers(3, 7)),) * 2)
    return _shrink(np.asarray(cv2.morphologyEx(fine, cv2.MORPH_GRADIENT, brush), np.uint8))


WAYS: tuple[Callable[[Tile, Rng], Tile], ...] = (strike_through, strike_through, rub, roughen, blur, outline)


def _shrink(fine: Tile) -> Tile:
    return np.asarray(cv2.resize(fine, (TILE_SIDE, TILE_SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def _fit(ink: Tile, before: Tile) -> Tile:
    """Bring ink into a tile's form; what is left of nothing stays as it was before."""
    left, top, width, height = cv2.boundingRect((ink >= FAINT).astype(np.uint8))
    if min(width, height) == 0:
        return before
    return make_tile(ink[top : top + height, left : left + width], max(width, height))
