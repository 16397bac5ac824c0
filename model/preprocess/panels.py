"""A board that lies on a page: the largest rectangle of one even level, without what is around it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.contrast import Grey, Histogram
from model.preprocess.ink import is_flat

# So many of the most frequent levels may be a board's, and so far may its pixels be from it.
MOST_LEVELS, TOLERANCE = 4, 12
# A board is at least so many pixels wide and high, and at least this share of it is free of ink, as are its sides.
SMALLEST, FREE, FREE_SIDES = 12, 0.5, 0.75


def keep_panel(grey: Grey, histogram: Histogram) -> Grey | None:
    """Return a drawing with the level of its largest board all around that; None where there is no board on a page.

    Squares of paper and sheets on tables, in photographs, are left to rulings and sheets.
    """
    if not is_flat(histogram, grey.size):
        return None
    best, kept = 0, None
    for level in _list_levels(histogram):
        alike = cv2.inRange(grey, max(0, level - TOLERANCE), min(255, level + TOLERANCE))
        _, labels, stats, _ = cv2.connectedComponentsWithStats(alike, connectivity=4)
        for label in np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] > max(best, FREE * SMALLEST**2)) + 1:
            left, top, width, height, area = stats[label].tolist()
            box = np.s_[top : top + height, left : left + width]
            is_part = min(width, height) >= SMALLEST and (height, width) != grey.shape
            if is_part and area >= FREE * width * height and area > best and _has_free_sides(labels[box] == label):
                best, kept = area, (level, box)
    if kept is None:
        return None
    level, box = kept
    around = np.full_like(grey, level)
    around[box] = grey[box]
    return around


def _list_levels(histogram: Histogram) -> list[int]:
    """List the most frequent levels, none within the tolerance of another."""
    rest, levels = histogram.copy(), []
    for _ in range(MOST_LEVELS):
        level = int(rest.argmax())
        if rest[level] == 0:
            break
        levels.append(level)
        rest[max(0, level - 2 * TOLERANCE) : level + 2 * TOLERANCE + 1] = 0
    return levels


def _has_free_sides(board: npt.NDArray[np.bool_]) -> bool:
    sides = board[0], board[-1], board[:, 0], board[:, -1]
    return all(float(side.mean()) >= FREE_SIDES for side in sides)
