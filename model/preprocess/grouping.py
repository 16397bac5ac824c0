"""Pieces of one digit joined: the dots and dashes of a broken pen, and strokes above each other."""

from __future__ import annotations

import numpy as np

from model.preprocess.pieces import Piece, join_pieces, overlap

# Pieces whose boxes overlap belong together if they share this much of the narrower one's width.
SHARED_WIDTH = 0.5
# A piece above or below a taller one belongs to it if it is no taller than this share of it, if no more than this share
# of it is beside the taller one, and the gaps, down and across, are at most these shares of the taller one's height.
PARTIAL_HEIGHT, BESIDE, STACKED_GAP, ASIDE_GAP = 0.6, 0.5, 0.4, 0.1
# A dotted pen leaves at least this many pieces, most of them no larger than this share of the height of what they draw,
# which is no wider than so many times that.
MIN_DOTS, DOT_SHARE, DRAWN_ASPECT = 5, 0.27, 1.3
# No dash is taller than this share of what it helps to draw: it would be a digit, with others or letters beside it.
DASH_SHARE = 0.45
# They are no further apart than this share of their size; or, if they are solid, ink on the second share of their
# boxes, than the third.
CLOSE, SOLID, APART = 0.35, 0.5, 1.0
# Beside a digit in one piece, dots are no larger than this share of its height.
SMALL_SHARE = 0.33
# Dots belong together if the gap between them is at most this many times the middle dot's size.
DOT_GAP = 1.6


def join_dots(pieces: list[Piece]) -> list[Piece]:
    """Join the dots and dashes of a broken pen to what they draw; digits beside them stay as they are."""
    if len(pieces) < MIN_DOTS:
        return pieces
    # Where nothing is drawn in one piece, the tallest one is no more than a dash.
    tallest = max(piece.height for piece in pieces)
    small = [piece for piece in pieces if piece.side <= SMALL_SHARE * tallest]
    dots = small if len(small) >= MIN_DOTS else pieces
    groups = group_near(dots, DOT_GAP * float(np.median([piece.side for piece in dots])))
    drawn = [group for group in groups if len(group) >= MIN_DOTS and _draws_digit(group)]
    loose = [piece for piece in pieces if not any(piece in group for group in drawn)]
    return [*loose, *(join_pieces(group) for group in drawn)]


def _draws_digit(dots: list[Piece]) -> bool:
    """Tell dots that draw something from digits in rows, which are taller, further apart, or less solid."""
    drawn = join_pieces(dots)
    dot = float(np.median([dot.side for dot in dots]))
    if max(dot.height for dot in dots) > DASH_SHARE * drawn.height:
        return False
    if dot > DOT_SHARE * drawn.height or drawn.width > DRAWN_ASPECT * drawn.height:
        return False
    solidity = float(np.median([dot.area / (dot.width * dot.height) for dot in dots]))
    gaps = [min(_gap(each, other) for other in dots if other is not each) for each in dots]
    return float(np.median(gaps)) <= (APART if solidity >= SOLID else CLOSE) * dot


def join_stacked(pieces: list[Piece], least: float = 0.0) -> list[Piece]:
    """Join pieces that lie above each other and are parts of one digit, such as the bar and the bow of a 5.

    What is lower than `least` has others joined to it only where their boxes overlap.
    """
    joined = sorted(pieces, key=lambda piece: -piece.height)
    index = 0
    while index < len(joined):
        partner = next((other for other in joined[index + 1 :] if _are_stacked(joined[index], other, least)), None)
        if partner is None:
            index += 1
            continue
        joined.remove(partner)
        joined[index] = join_pieces([joined[index], partner])
        index = 0
    return joined


def _are_stacked(taller: Piece, lower: Piece, least: float) -> bool:
    across = -overlap(taller.left, taller.right, lower.left, lower.right)
    down = -overlap(taller.top, taller.bottom, lower.top, lower.bottom)
    beneath = across <= -SHARED_WIDTH * min(taller.width, lower.width)
    if beneath and down < 0:
        return True
    if taller.height < least:
        return False
    near = across <= ASIDE_GAP * taller.height and -BESIDE * lower.height <= down <= STACKED_GAP * taller.height
    return near and lower.height <= PARTIAL_HEIGHT * taller.height and lower.width <= max(taller.width, taller.height)


def group_near(pieces: list[Piece], reach: float) -> list[list[Piece]]:
    """Group pieces whose boxes are at most `reach` pixels apart, and those that are near to these, and so on."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        near = [group for group in groups if any(_gap(piece, other) <= reach for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([piece, *(other for group in near for other in group)])
    return groups


def _gap(one: Piece, other: Piece) -> int:
    across = -overlap(one.left, one.right, other.left, other.right)
    down = -overlap(one.top, one.bottom, other.top, other.bottom)
    return max(across, down)
