"""From a picture to the 28x28 tiles that the CNN reads, the same for training, evaluation and serving.

Deterministic; NumPy and Pillow only. The steps: reduce a large picture, tell paper from ink, find the ink's box,
stretch the contrast, normalise as MNIST does. A picture holds one digit for now, but everything that a caller sees
has room for many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from model import contrast, normalise
from model.picture import Picture

# Larger pictures are reduced by a whole factor first: a digit keeps far more than the 20 pixels that it needs.
WORKING_SIDE = 320
# Ink whose longest side has fewer pixels than this is a speck.
MIN_INK_SIDE = 5
# Pixels around the ink's box that belong to anti-aliased edges.
MARGIN = 1

BLANK = "blank"
LOW_CONTRAST = "low_contrast"


@dataclass(frozen=True)
class Preprocessed:
    """What was found in a picture with n digits.

    `tiles` is uint8 (n, 28, 28), 0 = background and 255 = ink. `boxes` has [left, top, width, height] for each tile
    in pixels of the upright picture, `lines` the number of its line from 0. `warnings` are words of the contract.
    """

    tiles: npt.NDArray[np.uint8]
    boxes: list[list[int]]
    lines: list[int]
    warnings: tuple[str, ...]


def preprocess(picture: Picture) -> Preprocessed:
    """Find the digit in a picture and normalise it; n is 0, with the warning `blank`, where there is no ink."""
    grey, factor = reduce_picture(picture.grey)
    ink, levels = orient_ink(grey)
    box = None if levels.is_blank else find_ink_box(ink, levels)
    if box is None:
        return Preprocessed(np.zeros((0, 28, 28), np.uint8), [], [], (BLANK,))
    tile = make_tile(ink, box, levels)
    warnings = (LOW_CONTRAST,) if levels.contrast < contrast.LOW_CONTRAST else ()
    return Preprocessed(tile[np.newaxis], [_scale_box(box, factor, picture)], [0], warnings)


def reduce_picture(grey: contrast.Grey) -> tuple[contrast.Grey, int]:
    """Average blocks of a large picture until its longest side is at most 320; return it and the factor."""
    factor = -(-max(grey.shape) // WORKING_SIDE)
    if factor == 1:
        return grey, 1
    return np.asarray(Image.fromarray(grey).reduce(factor)), factor


def orient_ink(grey: contrast.Grey) -> tuple[contrast.Grey, contrast.Levels]:
    """Return the picture with ink brighter than paper, inverted if need be, and its levels."""
    histogram = contrast.count_levels(grey)
    threshold = contrast.find_threshold(histogram)
    if contrast.is_light_paper(grey, threshold):
        return 255 - grey, contrast.measure_levels(histogram[::-1], 254 - threshold)
    return grey, contrast.measure_levels(histogram, threshold)


def find_ink_box(ink: contrast.Grey, levels: contrast.Levels) -> list[int] | None:
    """Return [left, top, width, height] of all ink, or None if there is no more than a speck."""
    inked = ink > levels.box_floor
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if rows.size == 0:
        return None
    top, left = int(rows[0]), int(columns[0])
    height, width = int(rows[-1]) - top + 1, int(columns[-1]) - left + 1
    return [left, top, width, height] if max(width, height) >= MIN_INK_SIDE else None


def make_tile(ink: contrast.Grey, box: list[int], levels: contrast.Levels) -> npt.NDArray[np.uint8]:
    """Cut a box out of the picture and bring it into MNIST's form: uint8 (28, 28)."""
    left, top, width, height = box
    rows = slice(max(0, top - MARGIN), top + height + MARGIN)
    columns = slice(max(0, left - MARGIN), left + width + MARGIN)
    stretched = contrast.stretch_to_ink(ink[rows, columns], levels)
    return normalise.centre_ink(normalise.fit_ink(stretched, max(width, height)))


def _scale_box(box: list[int], factor: int, picture: Picture) -> list[int]:
    """Bring a box of the reduced picture back to pixels of the upright picture, cut at its border."""
    left, top, width, height = (side * factor for side in box)
    return [left, top, min(width, picture.width - left), min(height, picture.height - top)]
