"""Tiles to train on from simulated pictures: what preprocessing finds in them, and what it is.

Everything that preprocessing might take for a digit gets the label of the digit whose ink it holds, or that of no
digit: halves, pairs, specks and rulings are what the network must learn to refuse when it serves.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.network import NO_DIGIT_CLASS
from model.picture import Picture
from model.preprocess import Preprocessed, preprocess
from model.preprocess.pieces import overlap
from model.simulate.cuts import is_wide, list_parts
from model.simulate.scene import Scene

# A candidate is a digit if its box and the digit's share at least so much of what they cover together, and no digit
# if it shares no more than so much with any, or holds several. What lies between is left out: nobody could say, and one
# digit with something else beside it may pass for that digit.
IS_DIGIT, IS_NONE = 0.8, 0.5
# What is narrower than this share of its height is an upright bar.
BAR_ASPECT = 0.35
# Only so many tiles of no digit are kept of one picture.
MAX_NONE = 4

Box = tuple[int, int, int, int]


def harvest_tiles(scene: Scene, rng: np.random.Generator) -> tuple[npt.NDArray[np.uint8], list[int]]:
    """Return tiles uint8 (n, 28, 28) found in a scene, n from 0, and their n labels, 10 for no digit."""
    height, width = scene.grey.shape
    found = preprocess(Picture(grey=scene.grey, width=width, height=height))
    digits: list[npt.NDArray[np.uint8]] = []
    labels: list[int] = []
    none: list[npt.NDArray[np.uint8]] = []
    for tile, box in _list_all(found, with_parts=bool(scene.boxes)):
        shares = [share_box(box, truth) for truth in scene.boxes]
        best = int(np.argmax(shares)) if shares else -1
        held = sum(covers(box, truth) for truth in scene.boxes)
        if held <= 1 and shares and shares[best] >= IS_DIGIT:
            digits.append(tile)
            labels.append(scene.labels[best])
        elif held > 1 or (held == 0 and max(shares, default=0.0) <= IS_NONE and not is_bar(box)):
            none.append(tile)
    if len(none) > MAX_NONE:
        none = [none[index] for index in rng.choice(len(none), MAX_NONE, replace=False)]
    tiles = digits + none
    labels += [NO_DIGIT_CLASS] * len(none)
    return np.stack(tiles) if tiles else np.zeros((0, 28, 28), np.uint8), labels


def is_bar(box: Box) -> bool:
    """Tell an upright bar, which may pass for a one."""
    return box[2] <= BAR_ASPECT * box[3]


def covers(box: Box, truth: Box) -> bool:
    """Tell whether a box holds nearly all of a digit's."""
    return _intersect(box, truth) >= 0.8 * truth[2] * truth[3]


def share_box(one: Box, other: Box) -> float:
    """Intersection over union of two boxes [left, top, width, height]."""
    shared = _intersect(one, other)
    return shared / max(1, one[2] * one[3] + other[2] * other[3] - shared)


def _intersect(one: Box, other: Box) -> int:
    """Pixels that two boxes share."""
    across = overlap(one[0], one[0] + one[2], other[0], other[0] + other[2])
    down = overlap(one[1], one[1] + one[3], other[1], other[1] + other[3])
    return max(0, across) * max(0, down)


def _list_all(found: Preprocessed, with_parts: bool) -> list[tuple[npt.NDArray[np.uint8], Box]]:
    """List the tile and the box, in the picture's pixels, of all candidates and, if wanted, of their parts.

    Parts of letters and shapes are not: the leg of an H is a one.
    """
    tiles = [(each.tile, each.piece) for each in found.candidates]
    if with_parts:
        wide = [each.piece for each in found.candidates if each.joined == 1 and is_wide(each.piece)]
        tiles += [part for piece in wide for part in list_parts(found.strength, found.labels, piece)]
    boxes = [[side * found.view.factor for side in piece.box] for _, piece in tiles]
    return [(tile, (box[0], box[1], box[2], box[3])) for (tile, _), box in zip(tiles, boxes, strict=True)]
