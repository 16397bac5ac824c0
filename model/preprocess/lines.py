"""From pieces to lines of writing: what stands beside each other, in reading order.

Digits make the lines. Broken strokes and dots, which are lower, join the line that they stand in, so that the parts of
a broken digit are neighbours there, also where they lie above each other.
"""

from __future__ import annotations

import math

from model.preprocess.grouping import group_near, join_stacked
from model.preprocess.pieces import Piece, find_median_height, join_pieces, overlap

# A piece stands in a line if it shares this much of the lower one's height with the line's last piece.
SHARED_HEIGHT = 0.3
# What has at least this share of the usual height makes lines, and what is lower joins them; what has so many times
# that height is no digit, but the edge of something.
HIGH, HUGE = 0.6, 2.5
# What is low joins a line whose nearest digit is at most so far away, in usual heights, down from its ends and across.
DOWN, ACROSS = 0.3, 1.5
# Low pieces of a line are one digit if the gaps between them are at most this share of the usual height, and together
# they are no larger than so many usual heights, and no narrower than this share of theirs, as remains of a ruling are.
NEAR, LARGEST, NARROWEST = 0.1, 1.3, 0.2

Line = list[Piece]


def group_lines(pieces: list[Piece]) -> list[Line]:
    """Return lines from top to bottom, each with its pieces from left to right."""
    if len(pieces) < 2:
        return [pieces] if pieces else []
    pieces = join_stacked(pieces, math.inf)
    usual = measure_usual_height(pieces)
    high = [piece for piece in pieces if HIGH * usual <= piece.height <= HUGE * usual]
    made = _chain(high)
    lines, rest = _add_low(made, [piece for piece in pieces if piece not in high], usual)
    whole = [join_stacked(_join_low(line, usual)) for line in lines] + _chain(join_stacked(rest))
    ordered = [sorted(line, key=lambda piece: piece.left) for line in whole]
    return sorted(ordered, key=lambda line: sum(piece.top + piece.height / 2 for piece in line) / len(line))


def _add_low(lines: list[Line], pieces: list[Piece], usual: int) -> tuple[list[Line], list[Piece]]:
    """Add low pieces to the lines that they stand in; return these, and the pieces that stand in none."""
    longer, rest = [list(line) for line in lines], []
    for piece in pieces:
        distances = [_measure_distance(line, piece, usual) for line in lines]
        if piece.height < usual and min(distances, default=math.inf) <= 1.0:
            longer[distances.index(min(distances))].append(piece)
        else:
            rest.append(piece)
    return longer, rest


def measure_usual_height(pieces: list[Piece]) -> int:
    """Return the median height, each piece weighing what ink it has."""
    return find_median_height(pieces, [piece.area for piece in pieces])


def _join_low(line: Line, usual: int) -> Line:
    """Join low pieces of a line that lie close together, where they make something as large as a digit."""
    low = [piece for piece in line if piece.height < HIGH * usual]
    joined = line
    for group in group_near(low, NEAR * usual):
        drawn = join_pieces(group)
        is_large = drawn.height >= HIGH * usual and drawn.width >= NARROWEST * drawn.height
        if is_large and drawn.side <= LARGEST * usual:
            joined = [*(piece for piece in joined if piece not in group), drawn]
    return joined


def _chain(pieces: list[Piece]) -> list[Line]:
    """Make lines, which may climb or fall: from left to right each piece joins the one beside which it stands."""
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda each: each.left):
        line = max(lines, key=lambda each: _share_height(each, piece), default=None)
        if line is not None and _share_height(line, piece) >= SHARED_HEIGHT:
            line.append(piece)
        else:
            lines.append([piece])
    return lines


def _share_height(line: Line, piece: Piece) -> float:
    last = line[-1]
    return overlap(last.top, last.bottom, piece.top, piece.bottom) / max(1, min(last.height, piece.height))


def _measure_distance(line: Line, low: Piece, usual: int) -> float:
    """Say how far a low piece is from the nearest piece of a line: up to 1 it may belong to it."""
    return min(
        max(
            -overlap(piece.top, piece.bottom, low.top, low.bottom) / (DOWN * usual),
            -overlap(piece.left, piece.right, low.left, low.right) / (ACROSS * usual),
        )
        for piece in line
    )
