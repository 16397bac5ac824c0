"""Random changes to training tiles: each digit as other hands and pens would have made it. Never used in serving."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Tiles = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

# Points on a side of the net whose knots are moved to warp a tile.
KNOTS = 5


@dataclass(frozen=True)
class Strength:
    """How far tiles are changed at most, each change drawn evenly up to these.

    `rotation` in degrees; `shear` as the tangent; `log_scale` for each direction apart, the factor being e to its
    power; `shift` in pixels. `warp` is the standard deviation in pixels of the knots of an elastic net, `stroke_share`
    the share of tiles whose stroke is made up to a pixel thicker or thinner.
    """

    rotation: float
    shear: float
    log_scale: float
    shift: float
    warp: float
    stroke_share: float


# Preprocessing fits and centres every digit, so that sizes and places hardly vary when serving.
FULL = Strength(rotation=16.0, shear=0.2, log_scale=0.14, shift=1.2, warp=0.7, stroke_share=0.3)
# Simulated tiles were turned and warped when they were drawn.
GENTLE = Strength(rotation=5.0, shear=0.06, log_scale=0.08, shift=1.0, warp=0.3, stroke_share=0.15)


def augment_tiles(tiles: Tiles, rng: np.random.Generator, strength: Strength = FULL) -> Tiles:
    """Return tiles uint8 (n, 28, 28) with strokes and shapes changed; the same for the same state of `rng`."""
    count, side, _ = tiles.shape
    return warp_tiles(
        vary_strokes(tiles, rng, strength.stroke_share),
        draw_matrices(count, rng, strength),
        draw_shifts(count, rng, strength),
        draw_warps(count, side, rng, strength),
    )


def draw_matrices(count: int, rng: np.random.Generator, strength: Strength = FULL) -> Floats:
    """Draw float32 (count, 2, 2): rotation, shear and scale, from (y, x) in the result to (y, x) in the source."""
    angle = np.deg2rad(rng.uniform(-strength.rotation, strength.rotation, count))
    shear = rng.uniform(-strength.shear, strength.shear, count)
    scale_y, scale_x = np.exp(rng.uniform(-strength.log_scale, strength.log_scale, (2, count)))
    cos, sin = np.cos(angle), np.sin(angle)
    rows = [[cos * scale_y, -sin * scale_x], [(sin + shear * cos) * scale_y, (cos - shear * sin) * scale_x]]
    return np.asarray(rows, dtype=np.float32).transpose(2, 0, 1)


def draw_shifts(count: int, rng: np.random.Generator, strength: Strength = FULL) -> Floats:
    """Draw float32 (count, 2): shifts down and right, in pixels."""
    return rng.uniform(-strength.shift, strength.shift, (count, 2)).astype(np.float32)


def draw_warps(count: int, side: int, rng: np.random.Generator, strength: Strength = FULL) -> Floats:
    """Draw float32 (count, 2, side * side): how far each pixel's source is moved down and right, in pixels.

    Elastic distortion on a coarse net, after P. Simard, D. Steinkraus and J. Platt, ICDAR 2003, who smooth a fine one.
    """
    knots = rng.normal(0.0, strength.warp, (count, 2, KNOTS, KNOTS)).astype(np.float32)
    # Between two knots the share of each goes along half a cosine, so that nothing is bent sharply.
    at = np.linspace(0.0, KNOTS - 1.0, side)
    distance = np.clip(np.abs(at[:, np.newaxis] - np.arange(KNOTS)), 0.0, 1.0)
    share = (0.5 + 0.5 * np.cos(np.pi * distance)).astype(np.float32)
    return np.asarray(share @ knots @ share.T, np.float32).reshape(count, 2, side * side)


def warp_tiles(tiles: Tiles, matrices: Floats, shifts: Floats, warps: Floats | None = None) -> Tiles:
    """Resample tiles (n, 28, 28) about their centre, bilinearly; what comes from outside is background.

    `matrices` (n, 2, 2), `shifts` (n, 2) and `warps` (n, 2, 784) say for each pixel of the result where in the source
    it comes from.
    """
    _, side, _ = tiles.shape
    axis = np.arange(side, dtype=np.float32) - (side - 1) / 2
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij")).reshape(2, -1)
    wanted = matrices @ grid + ((side - 1) / 2 - shifts[:, :, np.newaxis])
    if warps is not None:
        wanted += warps
    warped = np.empty_like(tiles)
    for tile, (down, right), result in zip(tiles, wanted.reshape(-1, 2, side, side), warped, strict=True):
        cv2.remap(tile, right, down, cv2.INTER_LINEAR, dst=result)
    return warped


def vary_strokes(tiles: Tiles, rng: np.random.Generator, share: float = FULL.stroke_share) -> Tiles:
    """Thicken or thin the strokes of a share of tiles (n, 28, 28) by up to a pixel.

    Grey dilation and erosion over a pixel's four neighbours, blended in by a random amount.
    """
    chosen = np.flatnonzero(rng.random(len(tiles)) < share)
    amount = rng.uniform(-0.5, 1.0, (len(chosen), 1, 1)).astype(np.float32)
    plain = tiles[chosen].astype(np.float32)
    padded = np.pad(plain, ((0, 0), (1, 1), (1, 1)))
    crosses = (padded[:, :-2, 1:-1], padded[:, 2:, 1:-1], padded[:, 1:-1, :-2], padded[:, 1:-1, 2:], plain)
    extreme = np.where(amount > 0, np.maximum.reduce(crosses), np.minimum.reduce(crosses))
    varied = tiles.copy()
    varied[chosen] = np.rint(plain + np.abs(amount) * (extreme - plain)).astype(np.uint8)
    return varied
