"""Salt and pepper, as on faxes and bad scans: single pixels that have nothing to do with what is written."""

from __future__ import annotations

import cv2
import numpy as np

from model.preprocess.contrast import Grey
from model.preprocess.pieces import Piece

# So many pieces of at most so many pixels are speckle, and so is this share of all pieces.
MIN_SPECKS, SPECK_AREA, SPECK_SHARE = 12, 2, 0.5


def is_speckled(pieces: list[Piece]) -> bool:
    """Tell from the pieces of a picture's ink whether most of them are single pixels."""
    if len(pieces) < MIN_SPECKS:
        return False
    specks = sum(piece.area <= SPECK_AREA for piece in pieces)
    return specks >= max(MIN_SPECKS, SPECK_SHARE * len(pieces))


def calm_speckle(grey: Grey) -> Grey:
    """Replace each pixel by the median of the nine around it: single ones vanish, edges stay."""
    return np.asarray(cv2.medianBlur(grey, 3), np.uint8)
