"""What might be one digit: each piece of a line, and neighbours together.

The pieces of a line have places 0 to n. A candidate goes from one place to a later one, and a reading of the line is a
way from 0 to n. Which way is right only the CNN can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.contrast import Grey
from model.preprocess.grouping import group_near
from model.preprocess.normalise import make_tile
from model.preprocess.pieces import Labels, Piece, join_pieces

# Neighbours could be one broken digit if the gap is at most this share of the line's height, and the whole no wider
# than this share.
JOINT_GAP, JOINT_WIDTH = 0.25, 1.3
MAX_JOINED = 3
# All pieces together could be one broken digit if they are no wider than this share of their height, no further from
# each other than this share of it, and no more than these.
WHOLE_WIDTH, WHOLE_GAP, MAX_WHOLE = 1.3, 0.1, 5
# The number of a line that stands for the whole picture.
WHOLE = -1
# Pixels around a box that belong to anti-aliased edges.
MARGIN = 1


@dataclass(frozen=True)
class Candidate:
    """What may be one digit: its tile uint8 (28, 28), its ink, the number of its line, and its places there.

    Where everything together may be one, the line is WHOLE.
    """

    tile: Grey
    piece: Piece
    line: int
    start: int
    end: int

    @property
    def joined(self) -> int:
        """How many pieces it is made of."""
        return self.end - self.start


def list_candidates(strength: Grey, labels: Labels, lines: list[list[Piece]]) -> list[Candidate]:
    """List each piece of all lines, neighbours that could be one broken digit, and all pieces, if those could be."""
    candidates = list(_list_whole(strength, labels, lines))
    for number, line in enumerate(lines):
        tallest = max(piece.height for piece in line)
        for first in range(len(line)):
            for count in range(1, min(MAX_JOINED, len(line) - first) + 1):
                pieces = line[first : first + count]
                piece = join_pieces(pieces)
                if count > 1 and not _could_be_one(pieces, piece, tallest):
                    break
                tile = cut_tile(strength, labels, piece)
                candidates.append(Candidate(tile, piece, number, first, first + count))
    return candidates


def _list_whole(strength: Grey, labels: Labels, lines: list[list[Piece]]) -> Iterator[Candidate]:
    pieces = [piece for line in lines for piece in line]
    if (len(lines) < 2 and len(pieces) <= MAX_JOINED) or len(pieces) > MAX_WHOLE:
        return
    whole = join_pieces(pieces)
    is_near = len(group_near(pieces, WHOLE_GAP * whole.height)) == 1
    if is_near and whole.width <= WHOLE_WIDTH * whole.height:
        yield Candidate(cut_tile(strength, labels, whole), whole, WHOLE, 0, 1)


def _could_be_one(pieces: list[Piece], joint: Piece, tallest: int) -> bool:
    gap = pieces[-1].left - max(piece.right for piece in pieces[:-1])
    return gap <= JOINT_GAP * tallest and joint.width <= JOINT_WIDTH * max(joint.height, tallest)


def cut_tile(strength: Grey, labels: Labels, piece: Piece) -> Grey:
    """Cut a piece's own ink out of the picture, with its soft edges, and normalise it: uint8 (28, 28)."""
    rows = slice(max(0, piece.top - MARGIN), piece.bottom + MARGIN)
    columns = slice(max(0, piece.left - MARGIN), piece.right + MARGIN)
    nearby, ink = labels[rows, columns], strength[rows, columns]
    # All of the piece is in there; what is more is another's.
    if cv2.countNonZero(nearby) > piece.area:
        foreign = (nearby > 0) & ~has_label(nearby, piece.labels)
        ink = np.where(foreign, 0, ink).astype(np.uint8)
    return make_tile(ink, piece.side)


def has_label(labels: Labels, wanted: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """Say for each pixel whether its label is one of those wanted."""
    return np.asarray(labels == wanted[0] if len(wanted) == 1 else np.isin(labels, wanted))
