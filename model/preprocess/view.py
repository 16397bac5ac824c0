"""What is looked at: a whole picture made small, or a part of it in more detail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.contrast import Grey
from model.preprocess.reduce import reduce_picture

# The longest side of what is kept to look closer at: an eightieth of it is still 16 pixels.
DETAIL_SIDE = 1280
# A closer look shows what is a digit's ink with this probability, and so much of its height around it.
MARKED, MARGIN, LEAST_MARGIN = 0.3, 0.3, 4


@dataclass(frozen=True)
class View:
    """A picture or a part of one, at most 320 pixels wide and high.

    Each pixel of `grey`, uint8 (height, width), stands for `factor` by `factor` of the upright picture, the first for
    those from `left` and `top` on. `detail` is the same in more detail, each pixel for `detail_factor` squared.
    """

    grey: Grey
    factor: int
    left: int
    top: int
    detail: Grey
    detail_factor: int

    def look_closer(self, ink: npt.NDArray[np.float32]) -> View | None:
        """Return the part where ink is marked, by probabilities (height, width), or None where that shows no more."""
        marked = (ink > MARKED).astype(np.uint8)
        if self.factor == self.detail_factor or not cv2.countNonZero(marked):
            return None
        left, top, width, height = cv2.boundingRect(marked)
        margin = LEAST_MARGIN + int(MARGIN * max(height, min(width, 2 * height)))
        finer = self.factor // self.detail_factor
        first_row, first_column = finer * max(0, top - margin), finer * max(0, left - margin)
        part = self.detail[first_row : finer * (top + height + margin), first_column : finer * (left + width + margin)]
        closer = _make_view(
            np.ascontiguousarray(part),
            self.detail_factor,
            self.left + first_column * self.detail_factor,
            self.top + first_row * self.detail_factor,
        )
        return closer if closer.factor < self.factor else None

    def locate(self, boxes: Sequence[Sequence[float]]) -> npt.NDArray[np.float64]:
        """Return boxes [left, top, width, height] of the upright picture in pixels of `grey`: float64 (n, 4)."""
        return (np.array(boxes, np.float64).reshape(-1, 4) - (self.left, self.top, 0, 0)) / self.factor


def view_picture(grey: Grey) -> View:
    """Look at a whole upright picture, uint8 (height, width)."""
    return _make_view(*reduce_picture(grey, DETAIL_SIDE), 0, 0)


def _make_view(detail: Grey, detail_factor: int, left: int, top: int) -> View:
    grey, further = reduce_picture(detail)
    return View(grey, further * detail_factor, left, top, detail, detail_factor)
