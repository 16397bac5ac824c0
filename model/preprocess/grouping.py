"""From pieces to lines of writing: broken strokes joined, and what stands beside each other put into reading order."""

from __future__ import annotations

import numpy as np

from model.preprocess.pieces import Piece, join_pieces, overlap

# Pieces whose boxes overlap belong together if they share this much of the narrower one's width.
SHARED_WIDTH = 0.5
# A piece above or below a taller one belongs to it if it is no taller than this share of it, if no more than this share
# of it is beside the taller one, and the gaps, down and across, are at most these shares of the taller one's height.
PARTIAL_HEIGHT, BESIDE, STACKED_GAP, ASIDE_GAP = 0.6, 0.5, 0.4, 0.1
# A dotted pen leaves at least this many pieces, most of them smaller than this share of the whole's height.
MIN_DOTS, DOT_SHARE = 6, 0.3
# Dots belong together if the gap between them is at most this many times the middle dot's size.
DOT_GAP = 1.6
# A piece stands in a line if it shares this much of the lower one's height with the line's last piece.
SHARED_HEIGHT = 0.4


def group_lines(pieces: list[Piece]) -> list[list[Piece]]:
    """Return lines from top to bottom, each with its pieces from left to right."""
    pieces = join_stacked(join_dots(pieces))
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: each.left):
        line = max(lines, key=lambda each: _share_height(each, piece), default=None)
        if line is not None and _share_height(line, piece) >= SHARED_HEIGHT:
            line.append(piece)
        else:
            lines.append([piece])
    return sorted(lines, key=lambda line: float(np.mean([piece.top + piece.height / 2 for piece in line])))


def join_dots(pieces: list[Piece]) -> list[Piece]:
    """Join the dots and dashes of a broken pen to what they draw."""
    if len(pieces) < MIN_DOTS:
        return pieces
    dot = float(np.median([piece.side for piece in pieces]))
    joined = _join_near(pieces, DOT_GAP * dot)
    # A row of digits is no taller than its digits.
    return joined if dot <= DOT_SHARE * max(piece.height for piece in joined) else pieces


def join_stacked(pieces: list[Piece]) -> list[Piece]:
    """Join pieces that lie above each other and are parts of one digit, such as the bar and the bow of a 5."""
    joined = sorted(pieces, key=lambda piece: -piece.height)
    index = 0
    while index < len(joined):
        partner = next((other for other in joined[index + 1 :] if _are_stacked(joined[index], other)), None)
        if partner is None:
            index += 1
            continue
        joined.remove(partner)
        joined[index] = join_pieces([joined[index], partner])
        index = 0
    return joined


def _are_stacked(taller: Piece, lower: Piece) -> bool:
    across = -overlap(taller.left, taller.right, lower.left, lower.right)
    down = -overlap(taller.top, taller.bottom, lower.top, lower.bottom)
    beneath = across <= -SHARED_WIDTH * min(taller.width, lower.width)
    if beneath and down < 0:
        return True
    near = across <= ASIDE_GAP * taller.height and -BESIDE * lower.height <= down <= STACKED_GAP * taller.height
    return near and lower.height <= PARTIAL_HEIGHT * taller.height


def _join_near(pieces: list[Piece], reach: float) -> list[Piece]:
    """Join pieces whose boxes are at most `reach` pixels apart, and those that are near to these, and so on."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        near = [group for group in groups if any(_gap(piece, other) <= reach for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([piece, *(other for group in near for other in group)])
    return [join_pieces(group) for group in groups]


def _gap(one: Piece, other: Piece) -> int:
    across = -overlap(one.left, one.right, other.left, other.right)
    down = -overlap(one.top, one.bottom, other.top, other.bottom)
    return max(across, down)


def _share_height(line: list[Piece], piece: Piece) -> float:
    last = line[-1]
    return overlap(last.top, last.bottom, piece.top, piece.bottom) / max(1, min(last.height, piece.height))
