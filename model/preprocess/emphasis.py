"""What people draw to point at a number: a ring around it, which alone would be a zero, or lines under it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.candidates import has_label
from model.preprocess.contrast import Grey
from model.preprocess.pieces import Labels, Piece, find_pieces, remove_pieces

# A ring's ink is no further inside of its convex hull than this share of its lesser side, but for this share of it: a
# digit that touches its box is further inside. To this share of the outline it is half as near: a U is open.
DEEPEST, INSIDE, CLOSED = 0.2, 0.02, 0.85
# It goes around something that has at least this share of its height, where the dot of a zero has less, and this share
# of the ink in there, where a face has eyes and a mouth.
LEAST_HELD, MOST_HELD = 0.35, 0.6
# The slash of a zero is this thin, leans by more than so many degrees, and stands in something no wider than this
# share of its height.
SLASH_THINNESS, SLASH_LEAN, ZERO_ASPECT = 0.3, 25.0, 0.9
# A line under a number is no thicker than this share of its length. What is so many times as high stands above it, with
# this share of the highest's height between them; the line is at least this share as long as all that.
THINNESS, HIGHER, ROOM, SPAN = 0.22, 2.5, 0.04, 0.6
# Only so many of the largest pieces are looked at: texture has pieces without end, and each is compared with all.
MOST_PIECES = 60
# What is marked so near to these is theirs.
BESIDE = np.ones((7, 7), np.uint8)

Floats = npt.NDArray[np.float32]


def clear_emphasis(marks: Floats, labels: Labels) -> Floats:
    """Return marks (height, width) without the rings and lines under numbers among what has labels."""
    mask = (labels > 0).astype(np.uint8)
    labels, pieces = find_pieces(mask)
    pieces = sorted(pieces, key=lambda piece: -piece.side)[:MOST_PIECES]
    emphasis = [piece for piece in pieces if is_emphasis(piece, pieces, labels)]
    if not emphasis:
        return marks
    others = remove_pieces(mask, labels, emphasis)
    is_near = cv2.dilate(mask - others, BESIDE)
    return np.where((is_near > 0) & (others == 0), np.float32(0), marks)


def is_emphasis(piece: Piece, pieces: list[Piece], labels: Labels) -> bool:
    """Tell whether a piece, of those of a picture whose pixels have `labels`, is a ring or a line under a number."""
    return is_ring(piece, pieces, labels) or is_underline(piece, pieces)


def is_underline(piece: Piece, pieces: list[Piece]) -> bool:
    """Tell a lying bar with free room between it and all that is higher, as results are underlined, also twice."""
    if piece.height > THINNESS * piece.width:
        return False
    higher = [other for other in pieces if other.height >= HIGHER * piece.height]
    room = ROOM * max((other.height for other in higher), default=0)
    if not higher or max(other.bottom for other in higher) + room > piece.top:
        return False
    return piece.width >= SPAN * (max(other.right for other in higher) - min(other.left for other in higher))


def is_ring(piece: Piece, pieces: list[Piece], labels: Labels) -> bool:
    """Tell a ring around other pieces from a zero with a dot or a slash in it, from faces and from targets."""
    inside = [other for other in pieces if piece.encloses(other)]
    held = [other for other in inside if other.height >= LEAST_HELD * piece.height]
    if not held or sum(other.area for other in held) < MOST_HELD * sum(other.area for other in inside):
        return False
    if any(other.encloses(third) for other in held for third in inside) or not _goes_around(piece, labels):
        return False
    return not (len(held) == 1 and piece.width <= ZERO_ASPECT * piece.height and _is_slash(held[0], labels))


def _goes_around(piece: Piece, labels: Labels) -> bool:
    """Tell whether a piece's ink is all along its convex hull, and nowhere else."""
    is_ink = np.pad(_cut(piece, labels), 1)
    hull = cv2.convexHull(np.argwhere(is_ink)[:, ::-1].astype(np.int32))
    inside = cv2.fillConvexPoly(np.zeros_like(is_ink), hull, 1)
    deepest = DEEPEST * min(piece.width, piece.height)
    is_deep = cv2.distanceTransform(inside, cv2.DIST_L2, 3) > deepest
    if int(np.count_nonzero(is_deep & (is_ink > 0))) > INSIDE * piece.area:
        return False
    outline = cv2.polylines(np.zeros_like(is_ink), [hull], True, 1)
    is_near = cv2.distanceTransform(1 - is_ink, cv2.DIST_L2, 3) <= deepest / 2
    return int(np.count_nonzero(is_near & (outline > 0))) >= CLOSED * cv2.countNonZero(outline)


def _is_slash(piece: Piece, labels: Labels) -> bool:
    """Tell a thin straight stroke that leans too far to be a one."""
    box = cv2.minAreaRect(np.argwhere(_cut(piece, labels)).astype(np.float32))
    ends = cv2.boxPoints(box)
    sides = ends[1] - ends[0], ends[2] - ends[1]
    short, long = sorted(sides, key=lambda side: float(np.hypot(*side)))
    down, across = abs(long).tolist()
    is_thin = float(np.hypot(*short)) <= SLASH_THINNESS * float(np.hypot(*long))
    return is_thin and bool(np.degrees(np.arctan2(across, down)) > SLASH_LEAN)


def _cut(piece: Piece, labels: Labels) -> Grey:
    """Return 1 in uint8 (height, width) of a piece's box where its ink is."""
    return has_label(labels[piece.top : piece.bottom, piece.left : piece.right], piece.labels).astype(np.uint8)
