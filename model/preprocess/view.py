"""What is looked at: a whole picture made small, or a part of it in more detail."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.blocks import shrink_blocks
from model.preprocess.contrast import Grey
from model.preprocess.reduce import reduce_picture

# The longest side of what is kept to look closer at: an eightieth of it is still 16 pixels.
DETAIL_SIDE = 1280
# A closer look shows what is a digit's ink with this probability, and so much of its height around it.
MARKED, MARGIN, LEAST_MARGIN = 0.3, 0.3, 4
# A picture is split into so many parts along each side, each longer by this share than without an overlap.
PARTS, OVERLAP = 3, 0.15


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
        rows = slice(finer * max(0, top - margin), finer * (top + height + margin))
        columns = slice(finer * max(0, left - margin), finer * (left + width + margin))
        closer = self._show_part(rows, columns)
        return closer if closer.factor < self.factor else None

    def split(self) -> list[View]:
        """Return parts that overlap and are the whole picture together, none where they would show no more."""
        if self.factor == self.detail_factor:
            return []
        height, width = self.detail.shape
        parts = [self._show_part(rows, columns) for rows in _split_side(height) for columns in _split_side(width)]
        return [part for part in parts if part.factor < self.factor]

    def _show_part(self, rows: slice, columns: slice) -> View:
        """Return a part of the detail."""
        left, top = self.left + columns.start * self.detail_factor, self.top + rows.start * self.detail_factor
        return _make_view(np.ascontiguousarray(self.detail[rows, columns]), self.detail_factor, left, top)

    def locate(self, boxes: Sequence[Sequence[float]]) -> npt.NDArray[np.float64]:
        """Return boxes [left, top, width, height] of the upright picture in pixels of `grey`: float64 (n, 4)."""
        return (np.array(boxes, np.float64).reshape(-1, 4) - (self.left, self.top, 0, 0)) / self.factor


def _split_side(length: int) -> list[slice]:
    """Split a side of a picture."""
    longer = math.ceil((1 + OVERLAP) * length / PARTS)
    return [slice(first, first + longer) for first in np.linspace(0, length - longer, PARTS).astype(int).tolist()]


def view_picture(grey: Grey) -> View:
    """Look at a whole upright picture, uint8 (height, width)."""
    pixels, block = shrink_blocks(grey)
    detail, factor = reduce_picture(pixels, DETAIL_SIDE)
    return _make_view(detail, block * factor, 0, 0)


def _make_view(detail: Grey, detail_factor: int, left: int, top: int) -> View:
    grey, further = reduce_picture(detail)
    return View(grey, further * detail_factor, left, top, detail, detail_factor)
