"""Where digits that touch could be parted: wide pieces are cut where there is little ink, in all sensible ways."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.preprocess.candidates import Candidate, cut_tile, has_label
from model.preprocess.contrast import Grey
from model.preprocess.pieces import Labels, Piece

# A piece this wide, as a share of its height, could be several digits that touch.
CUT_ASPECT = 1.0
# A piece that fills this share of its box is a block, and no half of it is a digit either.
BLOCK_FILL = 0.8
# A part has at least and at most this share of the height.
MIN_PART, MAX_PART = 0.18, 1.3
# How many cuts are tried for each height of width, and in all.
CUTS_A_HEIGHT, MAX_CUTS = 4.0, 24
# Cuts lie at least this share of the height apart.
CUT_DISTANCE = 0.1
# A cut through the ring of a digit meets little ink, but far apart; the height it spans counts by this share.
SPAN_WEIGHT = 0.25


def is_wide(piece: Piece) -> bool:
    """Tell whether a piece could be several digits that touch; a block of ink is none."""
    is_block = piece.area >= BLOCK_FILL * piece.width * piece.height
    return piece.width >= CUT_ASPECT * piece.height and not is_block


def list_parts(strength: Grey, labels: Labels, whole: Candidate) -> list[Candidate]:
    """List what lies between any two cuts of a piece, if that could be as wide as a digit; not the whole."""
    piece = whole.piece
    inked = has_label(labels[piece.top : piece.bottom, piece.left : piece.right], piece.labels)
    columns = [0, *find_cuts(inked), piece.width]
    last = len(columns) - 1
    parts = []
    for start in range(last):
        for end in range(start + 1, last + 1):
            width = columns[end] - columns[start]
            if (start, end) == (0, last) or not MIN_PART * piece.height <= width <= MAX_PART * piece.height:
                continue
            part = _narrow_piece(piece, inked, columns[start], columns[end])
            if part is not None:
                number = whole.start[0]
                places = (number, start), (number, end) if end < last else whole.end
                parts.append(Candidate(cut_tile(strength, labels, part), part, whole.line, *places))
    return parts


def find_cuts(inked: npt.NDArray[np.bool_]) -> list[int]:
    """Return columns of a piece (height, width) at which it could be cut, from left to right."""
    height, width = inked.shape
    count = inked.sum(axis=0)
    spanned = height - inked.argmax(axis=0) - inked[::-1].argmax(axis=0)
    cost = count + SPAN_WEIGHT * np.where(count > 0, spanned, 0)
    least = int(max(MIN_PART * height, 2))
    columns = np.arange(least, width - least)
    wanted = min(MAX_CUTS, int(CUTS_A_HEIGHT * width / height))
    cuts: list[int] = []
    for column in columns[np.argsort(cost[columns], kind="stable")].tolist():
        if len(cuts) < wanted and all(abs(column - cut) >= CUT_DISTANCE * height for cut in cuts):
            cuts.append(column)
    return sorted(cuts)


def _narrow_piece(piece: Piece, inked: npt.NDArray[np.bool_], left: int, right: int) -> Piece | None:
    """Return the part of a piece between two of its columns, its box close around the ink."""
    part = inked[:, left:right]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if rows.size == 0:
        return None
    top, first = int(rows[0]), int(columns[0])
    height, width = int(rows[-1]) - top + 1, int(columns[-1]) - first + 1
    return Piece(piece.labels, piece.left + left + first, piece.top + top, width, height, int(part.sum()))
