"""Thin lines, straight or not, that run across thicker writing and beyond it on both sides."""

from __future__ import annotations

import cv2
import numpy as np

from model.preprocess.contrast import Grey
from model.preprocess.pieces import find_pieces

# Such a line spans this share of the picture's width, and goes beyond the writing by this share on either side.
SPAN, BEYOND = 0.7, 0.05
# The writing has at least this share of all ink, or else it is the line that is written.
MIN_WRITING = 0.35
# What survives an opening with one of these is writing: more than two pixels wide, or, for thin writing, more than one.
BRUSHES = (cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)), np.ones((2, 2), np.uint8))


def remove_strikes(mask: Grey) -> Grey:
    """Return the mask (height, width), 1 for ink, without such a line; what of it lies on the writing stays."""
    span = SPAN * mask.shape[1]
    if cv2.boundingRect(mask)[2] < span:
        return mask
    # A row of thin digits, none of which is so wide, is no line through those inside.
    line = max(find_pieces(mask)[1], key=lambda piece: piece.width)
    if line.width < span:
        return mask
    least = max(2.0, BEYOND * mask.shape[1])
    for brush in BRUSHES:
        core = cv2.morphologyEx(mask, cv2.MORPH_OPEN, brush)
        # With the pixels around it that are ink: an opening takes the ends and edges of strokes, too.
        thick = np.asarray(cv2.bitwise_and(cv2.dilate(core, np.ones((3, 3), np.uint8)), mask), np.uint8)
        start, _, thick_width, _ = cv2.boundingRect(thick)
        if start - line.left >= least and line.right - start - thick_width >= least:
            rest = _remove_beyond(mask, thick, start, start + thick_width)
            if np.count_nonzero(rest) >= MIN_WRITING * np.count_nonzero(mask):
                return rest
    return mask


def _remove_beyond(mask: Grey, thick: Grey, start: int, end: int) -> Grey:
    """Remove thin ink that is connected with what lies beyond the columns from `start` to `end`."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(mask & ~thick, np.uint8), connectivity=8)
    lefts = stats[:, cv2.CC_STAT_LEFT]
    beyond = (lefts < start) | (lefts + stats[:, cv2.CC_STAT_WIDTH] > end)
    beyond[0] = False
    return np.where(beyond[np.asarray(labels)], 0, mask).astype(np.uint8)
