"""The ink that preprocessing found, as a small picture to keep: what was read is black, what was left out is grey."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess import Preprocessed
from model.preprocess.marks import Floats
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

    def measure_agreement(self, marks: Floats) -> float:
        """Return from 0 to 1 how well what was read covers what is marked, and nothing else: L. R. Dice's coefficient.

        `marks` has each pixel's probability of being a digit's ink, float32 (height, width).
        """
        is_read = self._shade(0, 1).take(self.preprocessed.labels)
        shared, both = float((marks * is_read).sum()), float(marks.sum()) + cv2.countNonZero(is_read)
        return 2.0 * shared / both if both else 0.0

    def draw(self) -> bytes:
        """Return a PNG of the size of a preview, dark on white: light ink is turned, shadows and rulings are gone."""
        darkness = self._shade(LEFT_OUT, READ)
        shown = cv2.dilate(darkness.take(self.preprocessed.labels), WITH_EDGES)
        ink = cv2.multiply(self.preprocessed.strength, shown, scale=1 / 255)
        return encode_greys(255 - np.asarray(ink, np.uint8))

    def _shade(self, left_out: int, read: int) -> npt.NDArray[np.uint8]:
        """Return a level for each label: 0 where there is no ink, and one for ink that was left out, or read."""
        levels = np.full(int(cv2.minMaxLoc(self.preprocessed.labels)[1]) + 1, left_out, np.uint8)
        levels[[label for piece in self.read for label in piece.labels]] = read
        levels[0] = 0
        return levels
