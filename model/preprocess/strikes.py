"""Thin lines, straight or not, that run across thicker writing and beyond it on both sides."""

from __future__ import annotations

import cv2
import numpy as np

from model.preprocess.contrast import Grey

# Such a line spans this share of the picture's width, and goes beyond the writing by this share on either side.
SPAN, BEYOND = 0.7, 0.05
# The writing has at least this share of all ink, or else it is the line that is written.
MIN_WRITING = 0.35


def remove_strikes(mask: Grey) -> Grey:
    """Return the mask (height, width), 1 for ink, without such a line; what of it lies on the writing stays."""
    left, _, width, _ = cv2.boundingRect(mask)
    if width < SPAN * mask.shape[1]:
        return mask
    thick = _find_thick(mask)
    start, _, thick_width, _ = cv2.boundingRect(thick)
    least = max(2.0, BEYOND * mask.shape[1])
    if start - left < least or left + width - start - thick_width < least:
        return mask
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(mask & ~thick, np.uint8), connectivity=8)
    spanned = stats[:, cv2.CC_STAT_WIDTH]
    outside = (stats[:, cv2.CC_STAT_LEFT] < start) | (stats[:, cv2.CC_STAT_LEFT] + spanned > start + thick_width)
    outside[0] = False
    rest = np.asarray(mask * ~outside[labels], np.uint8)
    return rest if np.count_nonzero(rest) >= MIN_WRITING * np.count_nonzero(mask) else mask


def _find_thick(mask: Grey) -> Grey:
    """Return what is more than a pixel wide in both directions, and the pixels around it that are ink."""
    core = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return np.asarray(cv2.bitwise_and(cv2.dilate(core, np.ones((3, 3), np.uint8)), mask), np.uint8)
