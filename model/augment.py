"""Random changes to training tiles: each digit as other hands and pens would have made it. Never used in serving."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Tiles = npt.NDArray[np.uint8]

MAX_ROTATION = np.deg2rad(17.0)
MAX_SHEAR = 0.2
# The factor is drawn from exp(±0.16): 0.85 to 1.17, for each direction apart.
MAX_LOG_SCALE = 0.16
MAX_SHIFT = 2.0
# Share of tiles whose stroke is made thicker or thinner.
STROKE_SHARE = 0.3


def augment_tiles(tiles: Tiles, rng: np.random.Generator) -> Tiles:
    """Return tiles uint8 (n, 28, 28) with strokes and shapes changed; the same for the same state of `rng`."""
    return warp_tiles(vary_strokes(tiles, rng), draw_matrices(len(tiles), rng), draw_shifts(len(tiles), rng))


def draw_matrices(count: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Draw float32 (count, 2, 2): rotation, shear and scale, from (y, x) in the result to (y, x) in the source."""
    angle = rng.uniform(-MAX_ROTATION, MAX_ROTATION, count)
    shear = rng.uniform(-MAX_SHEAR, MAX_SHEAR, count)
    scale_y, scale_x = np.exp(rng.uniform(-MAX_LOG_SCALE, MAX_LOG_SCALE, (2, count)))
    cos, sin = np.cos(angle), np.sin(angle)
    rows = [[cos * scale_y, -sin * scale_x], [(sin + shear * cos) * scale_y, (cos - shear * sin) * scale_x]]
    return np.asarray(rows, dtype=np.float32).transpose(2, 0, 1)


def draw_shifts(count: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Draw float32 (count, 2): shifts down and right, in pixels."""
    return rng.uniform(-MAX_SHIFT, MAX_SHIFT, (count, 2)).astype(np.float32)


def warp_tiles(tiles: Tiles, matrices: npt.NDArray[np.float32], shifts: npt.NDArray[np.float32]) -> Tiles:
    """Resample tiles (n, 28, 28) about their centre, bilinearly; what comes from outside is background.

    `matrices` (n, 2, 2) and `shifts` (n, 2) say for each pixel of the result where in the source it comes from.
    """
    count, side, _ = tiles.shape
    axis = np.arange(side, dtype=np.float32) - (side - 1) / 2
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij")).reshape(2, -1)
    # A border of two zeros lets neighbours be read without asking whether they exist.
    source = np.clip(matrices @ grid - shifts[:, :, np.newaxis] + (side - 1) / 2 + 2, 0.0, side + 2.0)
    padded = np.pad(tiles, ((0, 0), (2, 2), (2, 2))).astype(np.float32).ravel()
    whole = source.astype(np.int32)
    part_y, part_x = (source - whole).transpose(1, 0, 2)
    stride = side + 4
    at = whole[:, 0] * stride + whole[:, 1] + np.arange(count, dtype=np.int32)[:, np.newaxis] * stride**2
    upper = padded[at] * (1 - part_x) + padded[at + 1] * part_x
    lower = padded[at + stride] * (1 - part_x) + padded[at + stride + 1] * part_x
    warped: Tiles = np.rint(upper * (1 - part_y) + lower * part_y).astype(np.uint8).reshape(tiles.shape)
    return warped


def vary_strokes(tiles: Tiles, rng: np.random.Generator) -> Tiles:
    """Thicken or thin the strokes of some tiles (n, 28, 28) by up to a pixel.

    Grey dilation and erosion over a pixel's four neighbours, blended in by a random amount.
    """
    chosen = np.flatnonzero(rng.random(len(tiles)) < STROKE_SHARE)
    amount = rng.uniform(-0.5, 1.0, (len(chosen), 1, 1)).astype(np.float32)
    plain = tiles[chosen].astype(np.float32)
    padded = np.pad(plain, ((0, 0), (1, 1), (1, 1)))
    crosses = (padded[:, :-2, 1:-1], padded[:, 2:, 1:-1], padded[:, 1:-1, :-2], padded[:, 1:-1, 2:], plain)
    extreme = np.where(amount > 0, np.maximum.reduce(crosses), np.minimum.reduce(crosses))
    varied = tiles.copy()
    varied[chosen] = np.rint(plain + np.abs(amount) * (extreme - plain)).astype(np.uint8)
    return varied
