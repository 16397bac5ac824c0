"""What is ink and yet nobody's digit: specks, lines, frames, and dark things that reach in from outside."""

from __future__ import annotations

import cv2
import numpy as np

from model.preprocess.emphasis import is_emphasis
from model.preprocess.pieces import Labels, Piece, overlap

# A piece whose longest side is below this share of the largest one's is a speck.
SPECK_SHARE = 0.09
# Nobody writes more digits than this into one picture; texture has pieces without end.
MAX_PIECES = 60
# Ink whose longest side has fewer pixels than this is a speck, whatever else there is.
MIN_INK_SIDE = 5
# A line is thin: breadth over length, its slant included.
LINE_THINNESS = 0.1
# The edge of a sheet is this long, as a share of the picture's longest side, and thinner than this share of its length.
EDGE_LENGTH, EDGE_THINNESS = 0.3, 0.05
# A frame's ink lies within this share of its box's sides from them, but for this share of it.
FRAME_EDGE, FRAME_INSIDE = 0.12, 0.12
# A rim is no deeper than this share of the picture's shorter side, but for this share of its ink, and as long as this
# share of a side.
RIM, RIM_INSIDE, RIM_SPAN = 0.06, 0.02, 0.9
# What stays clear of the border is written if it is at least this share of the picture's shorter side, and this share
# of what reaches in, unless that is a blob: ink on more than this share of its box.
SMALLEST_FREE, ALIKE, BLOB_FILL = 0.08, 0.35, 0.45
# Digits of one line have these heights and widths at most, as shares of the other's height; several that touch, this.
LOWER, TALLER, WIDEST, SEVERAL = 0.6, 1.4, 1.4, 3.0
# A line thinner than this share of its length, at the border, is no 1, but what is left of a frame.
HAIRLINE = 0.03
# A bar along a side of the picture is at most this share of the shorter side away, and has this breadth over length.
NEAR_BORDER, HUGGING = 0.05, 0.12


def drop_clutter(pieces: list[Piece], labels: Labels) -> list[Piece]:
    """Return the pieces without specks and rims; and without lines, frames and what reaches in, if others are left."""
    large = [piece for piece in pieces if piece.side >= MIN_INK_SIDE and not _is_rim(piece, labels)]
    if len(large) < 2:
        return large
    kept = [
        piece
        for piece in large
        if not (
            _is_line(piece, large)
            or _is_edge(piece, large, labels)
            or _is_frame(piece, large, labels)
            or is_emphasis(piece, large, labels)
            or _is_outside(piece, large, labels)
        )
    ] or large
    return drop_specks(kept)


def drop_specks(pieces: list[Piece]) -> list[Piece]:
    """Return the largest pieces, without specks."""
    largest = sorted(pieces, key=lambda piece: -piece.side)[:MAX_PIECES]
    return [piece for piece in largest if piece.side >= max(MIN_INK_SIDE, SPECK_SHARE * largest[0].side)]


def _is_rim(piece: Piece, labels: Labels) -> bool:
    """Ink along the border of the picture and nowhere else: what is left of a board painted over, or of a frame."""
    height, width = labels.shape
    depth = int(RIM * min(height, width))
    spans = piece.width >= RIM_SPAN * width or piece.height >= RIM_SPAN * height
    if depth < 1 or not spans or not piece.touches(width, height):
        return False
    inner = labels[depth:-depth, depth:-depth]
    return int(np.count_nonzero(inner == piece.labels[0])) <= RIM_INSIDE * piece.area


def _is_line(piece: Piece, pieces: list[Piece]) -> bool:
    """A long thin lying piece beside something taller and less wide: a ruling, or a line under what is written."""
    if piece.height > LINE_THINNESS * piece.width:
        return False
    return any(other.height >= 3 * piece.height and other.width <= 0.7 * piece.width for other in pieces)


def _is_edge(piece: Piece, pieces: list[Piece], labels: Labels) -> bool:
    """A long, thin, straight piece that reaches the border, beside something that does not: the edge of a sheet."""
    height, width = labels.shape
    if piece.side < EDGE_LENGTH * max(height, width) or not piece.touches(width, height):
        return False
    if not any(_is_large(other, labels) and not other.touches(width, height) for other in pieces):
        return False
    inside = labels[piece.top : piece.bottom, piece.left : piece.right] == piece.labels[0]
    sides = cv2.minAreaRect(np.argwhere(inside).astype(np.float32))[1]
    return bool(min(sides) <= EDGE_THINNESS * max(sides) + 1.0)


def _is_large(piece: Piece, labels: Labels) -> bool:
    """Tell what is large enough to be written on purpose."""
    return bool(piece.side >= SMALLEST_FREE * min(labels.shape))


def _is_frame(piece: Piece, pieces: list[Piece], labels: Labels) -> bool:
    """A rectangle around other pieces."""
    inside = [other for other in pieces if piece.encloses(other) and other.side >= 0.1 * min(piece.width, piece.height)]
    if not inside:
        return False
    edge_x, edge_y = int(FRAME_EDGE * piece.width) + 1, int(FRAME_EDGE * piece.height) + 1
    middle = labels[piece.top + edge_y : piece.bottom - edge_y, piece.left + edge_x : piece.right - edge_x]
    return int(np.count_nonzero(middle == piece.labels[0])) <= FRAME_INSIDE * piece.area


def _is_outside(piece: Piece, pieces: list[Piece], labels: Labels) -> bool:
    """What touches the picture's border, while something that does not is more likely to be written."""
    height, width = labels.shape
    hugs = _hugs_border(piece, width, height)
    if not hugs and not piece.touches(width, height):
        return False
    free = [other for other in pieces if not (other.touches(width, height) or _hugs_border(other, width, height))]
    is_hairline = min(piece.width, piece.height) <= HAIRLINE * piece.side
    if not is_hairline and any(_are_alike(piece, other) for other in free):
        return False
    if hugs:
        return any(other.side > 0.25 * piece.side for other in pieces if not _hugs_border(other, width, height))
    largest = max(free, key=lambda other: other.side, default=None)
    if largest is None or not _is_large(largest, labels):
        return False
    is_blob = piece.area > BLOB_FILL * piece.width * piece.height
    return largest.side >= ALIKE * piece.side or is_blob


def _are_alike(piece: Piece, other: Piece) -> bool:
    """Tell a digit, or several that touch, from one beside it: of about one height, and no wider than these are."""
    beside = overlap(piece.top, piece.bottom, other.top, other.bottom) >= 0.6 * min(piece.height, other.height)
    return (
        beside
        and LOWER * other.height <= piece.height <= TALLER * other.height
        and piece.width <= SEVERAL * other.height
        and other.width <= WIDEST * other.height
    )


def _hugs_border(piece: Piece, width: int, height: int) -> bool:
    """A thin bar along a side of the picture: what is left of a frame or a ruling there."""
    near = max(1, int(NEAR_BORDER * min(width, height)))
    lying = piece.height <= HUGGING * piece.width and (piece.top <= near or piece.bottom >= height - near)
    standing = piece.width <= HUGGING * piece.height and (piece.left <= near or piece.right >= width - near)
    return lying or (standing and piece.height >= 0.6 * height)
