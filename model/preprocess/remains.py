"""What lies on many lines that are taken out: a darker pen, which stays, and remains of the lines, which go."""

from __future__ import annotations

import cv2
import numpy as np

from model.preprocess.contrast import Grey
from model.preprocess.pieces import count_within, find_pieces, remove_pieces

# Lines are fainter than a pen if the middle one of their pixels has at most this share of the full strength. Then what
# is this share of the way from that to the full strength is the pen's.
FAINTER, OF_PEN = 0.85, 0.6
# Remains lie on the lines or right beside them for this share.
BESIDE = 0.8


def spare_pen(lines: Grey, strength: Grey) -> Grey:
    """Return the pixels of lines, 1 in uint8 (height, width), without those where a darker pen was drawn over them."""
    level = float(np.median(strength[lines > 0]))
    if level > FAINTER * 255.0:
        return lines
    return np.where(strength >= level + OF_PEN * (255.0 - level), 0, lines).astype(np.uint8)


def remove_remains(rest: Grey, lines: Grey) -> Grey:
    """Return what is left without lines, 1 in uint8 (height, width), without pieces that lie along them: the places
    where they cross, and where they are darker than elsewhere.
    """
    labels, pieces = find_pieces(rest)
    near = np.asarray(cv2.dilate(lines, np.ones((3, 3), np.uint8)), np.uint8)
    beside = count_within(near, labels, pieces)
    remains = [piece for piece, count in zip(pieces, beside, strict=True) if count >= BESIDE * piece.area]
    return remove_pieces(rest, labels, remains)
