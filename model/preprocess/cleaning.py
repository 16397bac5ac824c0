"""What is ink and yet nobody's digit: specks, lines, frames, and dark things that reach in from outside."""

from __future__ import annotations

import numpy as np

from model.preprocess.pieces import Labels, Piece, overlap

# A piece whose longest side is below this share of the largest one's is a speck.
SPECK_SHARE = 0.09
# Ink whose longest side has fewer pixels than this is a speck, whatever else there is.
MIN_INK_SIDE = 5
# A line that goes through the whole picture is thin: thickness over length.
LINE_THINNESS = 0.06
# A frame's ink lies within this share of its box's sides from them, but for this share of it.
FRAME_EDGE, FRAME_INSIDE = 0.12, 0.12


def drop_clutter(pieces: list[Piece], labels: Labels) -> list[Piece]:
    """Return the pieces without specks, lines, frames and what reaches in; all of them, if nothing else is left."""
    height, width = labels.shape
    large = [piece for piece in pieces if piece.side >= MIN_INK_SIDE]
    kept = [
        piece
        for piece in large
        if not (_is_line(piece, width, height) or _is_frame(piece, large, labels) or _is_outside(piece, large, labels))
    ] or large
    longest = max((piece.side for piece in kept), default=0)
    return [piece for piece in kept if piece.side >= SPECK_SHARE * longest]


def _is_line(piece: Piece, width: int, height: int) -> bool:
    """A long thin piece from one side of the picture to the other, slanted or not."""
    across, down = piece.width >= 0.97 * width, piece.height >= 0.97 * height
    if across == down:
        return False
    length, breadth = (piece.width, piece.height) if across else (piece.height, piece.width)
    return across and piece.area <= LINE_THINNESS * length * length and breadth <= 0.3 * length


def _is_frame(piece: Piece, pieces: list[Piece], labels: Labels) -> bool:
    """A rectangle around other pieces."""
    inside = [
        other
        for other in pieces
        if other is not piece
        and other.left > piece.left
        and other.top > piece.top
        and other.right < piece.right
        and other.bottom < piece.bottom
        and other.side >= 0.1 * min(piece.width, piece.height)
    ]
    if not inside:
        return False
    edge_x, edge_y = int(FRAME_EDGE * piece.width) + 1, int(FRAME_EDGE * piece.height) + 1
    middle = labels[piece.top + edge_y : piece.bottom - edge_y, piece.left + edge_x : piece.right - edge_x]
    return int(np.count_nonzero(middle == piece.labels[0])) <= FRAME_INSIDE * piece.area


def _is_outside(piece: Piece, pieces: list[Piece], labels: Labels) -> bool:
    """What touches the picture's border while something of a digit's size does not."""
    height, width = labels.shape
    if not _touches(piece, width, height):
        return False
    free = [other for other in pieces if not _touches(other, width, height)]
    largest = max(free, key=lambda other: other.side, default=None)
    if largest is None or largest.side < 0.08 * min(height, width):
        return False
    beside_line = overlap(piece.top, piece.bottom, largest.top, largest.bottom) >= 0.6 * min(
        piece.height, largest.height
    )
    alike = 0.6 <= piece.height / largest.height <= 1.6 and piece.width <= 1.6 * piece.height
    return not (beside_line and alike)


def _touches(piece: Piece, width: int, height: int) -> bool:
    return piece.left == 0 or piece.top == 0 or piece.right == width or piece.bottom == height
