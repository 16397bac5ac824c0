"""The ink that preprocessing found, as a small picture to keep: what was read is black, what was left out is grey."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from model.preprocess import Preprocessed
from model.preprocess.pieces import Piece
from model.preview import encode_greys

# How dark ink is shown in which no digit was read, such as a smudge or a letter; 255 is black.
LEFT_OUT, READ = 80, 255
# Anti-aliased edges lie one pixel around the ink that has a label.
WITH_EDGES = np.ones((3, 3), np.uint8)


@dataclass(frozen=True)
class FoundInk:
    """A picture as preprocessing left it, and the pieces of its ink that were read. Drawn only where it is wanted."""

    preprocessed: Preprocessed
    read: tuple[Piece, ...]

    def draw(self) -> bytes:
        """Return a PNG of the size of a preview, dark on white: light ink is turned, shadows and rulings are gone."""
        labels = self.preprocessed.labels
        darkness = np.full(int(cv2.minMaxLoc(labels)[1]) + 1, LEFT_OUT, np.uint8)
        darkness[[label for piece in self.read for label in piece.labels]] = READ
        darkness[0] = 0
        shown = cv2.dilate(darkness.take(labels), WITH_EDGES)
        ink = cv2.multiply(self.preprocessed.strength, shown, scale=1 / 255)
        return encode_greys(255 - np.asarray(ink, np.uint8))
