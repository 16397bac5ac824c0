"""Printed forms, taken out of the ink: frames and rows of cells around digits, and lines drawn beneath them.

They lean as the page does, so the ink is sheared until they lie level; what is found is sheared back.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.contrast import Grey
from model.preprocess.pieces import Piece
from model.preprocess.rulings import find_lines, find_segments, remove_bars

# Only ink that holds other ink, is so many times as wide as high, or spans this share of the picture both ways, is
# looked at: a digit alone is none of these, unless it is cropped close.
WIDE, SPANNING = 1.2, 0.9
# Ink within a form has at least this share of its height; less is dust.
HELD = 0.15
# Its lines are ink for this share of the way: a 1 may fill most of a cell's height.
COVERED = 0.8
# A frame has two lying lines, this share of its height apart.
FRAME_SPAN = 0.6
# ... with ink on this share of the frame's width in one row of pixels, or more.
FRAME_INKED = 0.3
# A line beneath digits is so many times as long as they are high, goes beyond them on both sides by this share of their
# height, and has this share of their ink above it.
LONG, BEYOND, ABOVE = 1.5, 0.1, 0.9
# A form is at least so many pixels wide and high: less has no room for digits.
MIN_WIDTH, MIN_HEIGHT = 24, 12

Box = tuple[int, int, int, int]


def remove_forms(mask: Grey, pieces: list[Piece]) -> Grey:
    """Return the mask (height, width), 1 for ink in these pieces, without the lines of forms; what they cross stays."""
    cleared = mask
    for left, top, width, height in _list_places(mask, pieces):
        place = slice(top, top + height), slice(left, left + width)
        form = find_form(cleared[place])
        if form is not None:
            cleared = mask.copy() if cleared is mask else cleared
            cleared[place] &= ~form
    return cleared


def _list_places(mask: Grey, pieces: list[Piece]) -> list[Box]:
    """List boxes [left, top, width, height] where a form could be: around all ink, and around pieces."""
    left, top, width, height = cv2.boundingRect(mask)
    if width < MIN_WIDTH or height < MIN_HEIGHT:
        return []
    # Nothing smaller is a form, and texture has small pieces without end.
    large = [piece for piece in pieces if piece.width >= MIN_WIDTH and piece.height >= MIN_HEIGHT]
    holding = [piece for piece in large if any(_holds(piece, other) for other in pieces)]
    spans = width >= SPANNING * mask.shape[1] and height >= SPANNING * mask.shape[0]
    places = [(left, top, width, height)] if holding or spans or width >= WIDE * height else []
    wide = [piece for piece in large if piece.width >= WIDE * piece.height]
    places += [(piece.left, piece.top, piece.width, piece.height) for piece in holding + wide]
    return [box for box in dict.fromkeys(places) if box[2] >= MIN_WIDTH and box[3] >= MIN_HEIGHT]


def find_form(ink: Grey) -> Grey | None:
    """Return the pixels of a form in ink that is cut close, uint8 (height, width); None if there is none."""
    segments = find_segments(ink, COVERED)
    if len(segments) == 0:
        return None
    slant = float(np.median((segments[:, 3] - segments[:, 1]) / (segments[:, 2] - segments[:, 0])))
    rows, columns, inside = _follow_slant(ink, slant)
    level = np.where(inside, ink[rows, columns], 0).astype(np.uint8)
    lying = find_lines(level, COVERED)[0]
    if not lying.any():
        return None
    standing = find_lines(np.ascontiguousarray(level.T), COVERED)[0].T
    lines = np.asarray(lying | standing, np.uint8)
    rest = remove_bars(np.asarray(level & ~lines, np.uint8), lines)
    if not (_is_frame(lying) or _is_beneath(lying, rest)):
        return None
    form = np.zeros_like(ink)
    of_form = (level & ~rest) > 0
    form[rows[of_form], columns[of_form]] = 1
    return form


def _holds(piece: Piece, other: Piece) -> bool:
    return piece.encloses(other) and other.height >= HELD * piece.height


def _follow_slant(ink: Grey, slant: float) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Return rows and columns of the ink for each pixel of a picture in which what slants so far, down over across,
    lies level, cut close; and whether these are inside.
    """
    height, width = ink.shape
    down = np.rint(slant * np.arange(width)).astype(np.intp)
    down -= down.max()
    rows = np.arange(height - down.min())[:, np.newaxis] + down
    columns = np.broadcast_to(np.arange(width), rows.shape)
    inside = (rows >= 0) & (rows < height)
    rows = rows.clip(0, height - 1)
    inked = np.flatnonzero((inside & (ink[rows, columns] > 0)).any(axis=1))
    close = slice(int(inked[0]), int(inked[-1]) + 1)
    return rows[close], columns[close], inside[close]


def _is_frame(lying: Grey) -> bool:
    """Tell whether there are lines at top and bottom, with room between them for something written."""
    found = np.flatnonzero(lying.sum(axis=1) >= FRAME_INKED * lying.shape[1])
    return bool(found.size and found[-1] - found[0] >= FRAME_SPAN * lying.shape[0])


def _is_beneath(lying: Grey, rest: Grey) -> bool:
    """Tell whether a lying line is too long for a stroke of what is left without it, which is above it."""
    rows, columns = np.flatnonzero(rest.any(axis=1)), np.flatnonzero(rest.any(axis=0))
    if rows.size == 0:
        return False
    height, first = int(rows[-1] - rows[0]) + 1, int(np.flatnonzero(lying.any(axis=1))[0])
    line = np.flatnonzero(lying.any(axis=0))
    is_longer = line[0] <= columns[0] - BEYOND * height and line[-1] >= columns[-1] + BEYOND * height
    above = int(rest[:first].sum())
    return bool(is_longer and line[-1] - line[0] >= LONG * height and above >= ABOVE * int(rest.sum()))
