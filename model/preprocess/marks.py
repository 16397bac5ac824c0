"""Ink, and each digit's piece of it, from what the finder marks: where thresholds leave doubt, and where digits touch.

Marks are coarse. They say what is ink and what is paper; how dark a pixel is between these two, about it, is seen in
the picture itself.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.contrast import Grey
from model.preprocess.pieces import Labels, Piece, find_pieces

Floats = npt.NDArray[np.float32]

# From these probabilities on, a pixel is ink for sure, may be ink, and lies between two digits; below this one it is
# paper for sure.
SURE_INK, MAYBE_INK, SEAM, SURE_PAPER = 0.5, 0.25, 0.3, 0.2
# The levels of paper and of ink are averaged with these deviations, shares of the longest side and pixels at least:
# light changes within a few strokes, and ink is there only now and then.
PAPER_REACH, INK_REACH, LEAST_REACH = 0.04, 0.05, 2.0
# Ink and paper differ by so many grey levels at least.
LEAST_CONTRAST = 8.0
# Where this share of a window's weight is known, its average is; elsewhere the whole picture's is taken.
KNOWN_PAPER, KNOWN_INK = 1e-2, 1e-3
# From this strength on a pixel belongs to a piece.
INKED = 128
# What lies beside a mark is taken to be marked, too.
NEAR = np.ones((3, 3), np.uint8)


def draw_strength(grey: Grey, marks: Floats) -> Grey:
    """Return the ink of a picture, uint8 (height, width), by the probability of each pixel: 0 paper, 255 full ink."""
    levels = grey.astype(np.float32)
    is_ink = np.where(marks > SURE_INK, marks * marks, 0).astype(np.float32)
    is_paper = (cv2.dilate(marks, NEAR) < SURE_PAPER).astype(np.float32)
    if not is_ink.any():
        return np.zeros_like(grey)
    paper = _average(levels, is_paper, PAPER_REACH, KNOWN_PAPER)
    ink = _average(levels, is_ink, INK_REACH, KNOWN_INK)
    # All ink is darker than its paper, or all is lighter.
    sign = np.float32(1.0 if float(((ink - paper) * is_ink).sum()) >= 0 else -1.0)
    contrast = np.maximum(sign * (ink - paper), LEAST_CONTRAST)
    strength = np.clip(sign * (levels - paper) / contrast, 0.0, 1.0)
    is_near = cv2.dilate((marks > MAYBE_INK).astype(np.uint8), NEAR)
    return np.asarray(np.rint(255.0 * strength * is_near), np.uint8)


def _average(levels: Floats, weights: Floats, reach: float, known: float) -> Floats:
    """Average levels about each pixel by weights: normalised convolution, after H. Knutsson and C.-F. Westin, 1993."""
    deviation = max(LEAST_REACH, reach * max(levels.shape))
    weight = cv2.GaussianBlur(weights, (0, 0), deviation)
    total = cv2.GaussianBlur(levels * weights, (0, 0), deviation)
    whole = float((levels * weights).sum()) / max(float(weights.sum()), 1.0)
    return np.where(weight > known, total / np.maximum(weight, known), whole).astype(np.float32)


def part_digits(strength: Grey, seams: Floats) -> tuple[Labels, list[Piece]]:
    """Return the label of each pixel of ink, int32 (height, width), 0 for none, and a Piece for each label.

    `strength` is uint8, `seams` are probabilities (height, width). What is left of the ink without its seams are the
    pieces; ink in a seam goes to the nearest.
    """
    mask = (strength >= INKED).astype(np.uint8)
    core = mask * (seams < SEAM).astype(np.uint8)
    labels, pieces = find_pieces(core)
    if len(pieces) < 2 or cv2.countNonZero(core) == cv2.countNonZero(mask):
        return labels, pieces
    _, nearest = cv2.distanceTransformWithLabels(1 - core, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_CCOMP)
    own = np.zeros(int(nearest.max()) + 1, np.int32)
    own[nearest[core > 0]] = labels[core > 0]
    labels = np.where(mask > 0, own[nearest], 0).astype(np.int32)
    return labels, [measure_piece(labels, piece.labels[0]) for piece in pieces]


def measure_piece(labels: Labels, label: int) -> Piece:
    """Make the Piece of a label, of which labels (height, width) have a pixel at least."""
    mine = (labels == label).astype(np.uint8)
    left, top, width, height = cv2.boundingRect(mine)
    return Piece((label,), left, top, width, height, cv2.countNonZero(mine))
