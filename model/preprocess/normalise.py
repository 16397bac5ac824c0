"""MNIST's own normalisation: the ink fitted to 20x20, its centre of mass in the centre of 28x28.

It is described by LeCun, Cortes and Burges on the page of the MNIST database. Here ink is 255 and background 0.
"""

from __future__ import annotations

import cv2
import numpy as np

from model.preprocess import stroke
from model.preprocess.contrast import Grey

TILE_SIDE = 28
# The longest side of the ink in a tile.
INK_SIDE = 20
# Ink of about the right size is left alone: resampling it would only blur it.
MIN_UNSCALED_SIDE = 18
# An outline is drawn this many times finer than the tile, then averaged.
FINER = 4
# Centres of mass in MNIST lie within half a pixel of pixel 14, counted from 0, in both directions.
CENTRE = 14


def make_tile(ink: Grey, longest_side: int) -> Grey:
    """Bring the ink of one digit into MNIST's form: uint8 (28, 28).

    `longest_side` is that of the ink's box, which the array (height, width) may exceed by a margin.
    """
    if MIN_UNSCALED_SIDE <= longest_side <= INK_SIDE:
        return centre_ink(ink)
    return centre_ink(fit_outline(stroke.trace_outline(ink, longest_side)))


def fit_outline(outline: stroke.Outline) -> Grey:
    """Draw an outline, its longest side 20 pixels, anti-aliased: uint8, at most (28, 28)."""
    scale = FINER * INK_SIDE / outline.longest
    height, width = (max(FINER, round(side * scale / FINER) * FINER) for side in outline.distance.shape)
    fine = cv2.resize(outline.distance, (width, height), interpolation=cv2.INTER_LINEAR)
    # Half a pixel on either side of the outline is partly covered.
    covered = np.clip(fine * (255.0 * scale) + 127.5, 0.0, 255.0).astype(np.uint8)
    drawn = cv2.resize(covered, (width // FINER, height // FINER), interpolation=cv2.INTER_AREA)
    return _trim(np.asarray(drawn, np.uint8))


def centre_ink(ink: Grey) -> Grey:
    """Place ink, at most (28, 28), in a tile (28, 28) with its centre of mass in the centre.

    Whole pixels only, so that nothing is blurred. Lopsided ink stays inside the tile.
    """
    height, width = ink.shape
    moments = cv2.moments(ink)
    mass = max(moments["m00"], 1.0)
    top = min(max(round(CENTRE - moments["m01"] / mass), 0), TILE_SIDE - height)
    left = min(max(round(CENTRE - moments["m10"] / mass), 0), TILE_SIDE - width)
    tile = np.zeros((TILE_SIDE, TILE_SIDE), np.uint8)
    tile[top : top + height, left : left + width] = ink
    return tile


def _trim(ink: Grey) -> Grey:
    """Cut off rows and columns without ink, and no more than 28 pixels of the rest."""
    left, top, width, height = cv2.boundingRect(ink)
    return ink[top : top + min(height, TILE_SIDE), left : left + min(width, TILE_SIDE)]
