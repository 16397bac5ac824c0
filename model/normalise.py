"""MNIST's own normalisation: the ink fitted to 20x20, its centre of mass in the centre of 28x28.

It is described by LeCun, Cortes and Burges on the page of the MNIST database. Here ink is 255 and background 0.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

Ink = npt.NDArray[np.uint8]

TILE_SIDE = 28
# The longest side of the ink in a tile.
INK_SIDE = 20
# Ink of about the right size is left alone: resampling it would only blur it.
MIN_UNSCALED_SIDE = 18
# Before the exact resize, large ink is reduced by a whole factor to no less than this: much faster.
REDUCED_SIDE = 60
# The mean of what is solid in a tile. In MNIST it is 210 or more; a thin stroke reduced twentyfold has 10.
SOLID_LEVEL = 200.0
# Centres of mass in MNIST lie within half a pixel of pixel 14, counted from 0, in both directions.
CENTRE = 14


def fit_ink(ink: Ink, longest_side: int) -> Ink:
    """Scale ink (height, width) so that `longest_side` of its pixels become 20.

    `longest_side` is that of the ink's box, which the array may exceed by a margin. Anti-aliased in both
    directions. Thin strokes, which an average over many pixels makes faint, are strengthened.
    """
    if MIN_UNSCALED_SIDE <= longest_side <= INK_SIDE:
        return ink
    height, width = (min(TILE_SIDE, max(1, round(side * INK_SIDE / longest_side))) for side in ink.shape)
    image = Image.fromarray(ink)
    factor = longest_side // REDUCED_SIDE
    if factor >= 2:
        image = Image.fromarray(strengthen_ink(np.asarray(image.reduce(factor))))
    return strengthen_ink(np.asarray(image.resize((width, height), Image.Resampling.LANCZOS)))


def strengthen_ink(ink: Ink) -> Ink:
    """Brighten faint ink until its solid part, the pixels above half of the peak, has MNIST's level."""
    peak = int(ink.max())
    solid = float(ink[ink > peak // 2].mean()) if peak else SOLID_LEVEL
    if solid >= SOLID_LEVEL:
        return ink
    strengthened: Ink = np.minimum(np.rint(ink * np.float32(SOLID_LEVEL / solid)), 255).astype(np.uint8)
    return strengthened


def centre_ink(ink: Ink) -> Ink:
    """Place ink, at most (28, 28) and not all 0, in a tile (28, 28) with its centre of mass in the centre.

    Whole pixels only, so that nothing is blurred. Lopsided ink stays inside the tile.
    """
    height, width = ink.shape
    mass = float(ink.sum())
    row = float(ink.sum(axis=1) @ np.arange(height)) / mass
    column = float(ink.sum(axis=0) @ np.arange(width)) / mass
    top = min(max(round(CENTRE - row), 0), TILE_SIDE - height)
    left = min(max(round(CENTRE - column), 0), TILE_SIDE - width)
    tile = np.zeros((TILE_SIDE, TILE_SIDE), np.uint8)
    tile[top : top + height, left : left + width] = ink
    return tile
