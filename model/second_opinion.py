"""A second opinion on digits that are in doubt: the CNN's mean over the tile and the tile turned a little to each side.

Turning is what changes an answer that leans on one stroke's direction; shifts, scales and shears were measured to add
nothing, as preprocessing has fitted and centred the tile already.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model.network import NO_DIGIT_CLASS
from model.preprocess.normalise import TILE_SIDE

Floats = npt.NDArray[np.float32]

# Below this confidence a digit is in doubt; above it, few answers are wrong.
IN_DOUBT = 0.98
TURNS = (-8.0, 8.0)
# A probability below it counts as this in the geometric mean: one opinion alone cannot veto.
_LEAST = 1e-6


def find_doubtful(probabilities: Floats) -> npt.NDArray[np.intp]:
    """Return which rows of probabilities (n, 11) are in doubt."""
    return np.flatnonzero(probabilities[:, :NO_DIGIT_CLASS].max(axis=1, initial=0.0) < IN_DOUBT)


def turn_tiles(tiles: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return tiles uint8 (n, 28, 28) turned about their centre in each of the ways: (ways * n, 28, 28)."""
    centre = ((TILE_SIDE - 1) / 2,) * 2
    turns = [cv2.getRotationMatrix2D(centre, angle, 1.0) for angle in TURNS]
    turned = [cv2.warpAffine(tile, turn, (TILE_SIDE, TILE_SIDE)) for turn in turns for tile in tiles]
    return np.array(turned, np.uint8).reshape(-1, TILE_SIDE, TILE_SIDE)


def merge_opinions(first: Floats, turned: Floats) -> Floats:
    """Return the geometric mean (n, 11) of probabilities (n, 11) and those of the turned tiles (ways * n, 11)."""
    opinions = np.concatenate((first, turned)).reshape(1 + len(TURNS), *first.shape)
    return average_opinions(opinions)


def average_opinions(opinions: Floats) -> Floats:
    """Return the geometric mean (n, k) of opinions (ways, n, k), whose rows sum to 1 again."""
    merged = np.exp(np.log(np.maximum(opinions, _LEAST)).mean(axis=0))
    result: Floats = merged / merged.sum(axis=1, keepdims=True)
    return result
