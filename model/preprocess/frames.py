"""Printed boxes around what is written, aslant or in perspective: four straight sides, and ink of its own inside."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.contrast import Grey
from model.preprocess.pieces import Labels, Piece, count_within, remove_pieces

# From this strength of 255 on, a line belongs to a box: thin print is broken where it is asked to be ink.
FAINT = 40
# What is inside has at least this share of the box's height; less is dust.
HELD = 0.3
# A box differs from four straight sides by at most this share of its outline and of its area.
BENT, MISSING = 0.03, 0.1
# Smaller boxes, in pixels a side, have no room for a digit.
MIN_SIDE = 12
# A box's line begins so many pixels inside of where its room ends, and reaches so many pixels, and this share of the
# room's height, outwards; pieces of the box lie there for this share.
INWARDS, OUTWARDS, THICK, OF_FRAME = 1, 2, 0.06, 0.9
# A broken box has ink along its sides for this share of the way, and its line, at most this share of the shorter side
# thick and a few pixels, ends where there is less than that.
DRAWN, THICKEST, ENDS = 0.75, 0.05, 0.5

Outline = npt.NDArray[np.int32]
NEAR = np.ones((3, 3), np.uint8)


def remove_frames(strength: Grey, mask: Grey, labels: Labels, pieces: list[Piece]) -> Grey:
    """Return the mask (height, width), 1 for ink in these pieces, without those that are a box around others."""
    if len(pieces) < 2:
        return mask
    whole, broken = find_rooms(strength)
    rooms = _list_written_in(whole, pieces) or _list_written_in(broken, pieces)
    if not rooms:
        return mask
    frames, inside = np.zeros_like(mask), np.zeros_like(mask)
    for room in rooms:
        filled = _fill(room, mask.shape)
        frames |= _widen(filled, int(THICK * cv2.boundingRect(room)[3]) + OUTWARDS)
        inside |= _narrow(filled, INWARDS)
    of_frames = count_within(frames & ~inside, labels, pieces)
    removed = [piece for piece, count in zip(pieces, of_frames, strict=True) if count >= OF_FRAME * piece.area]
    return remove_pieces(mask, labels, removed)


def find_rooms(strength: Grey) -> tuple[list[Outline], list[Outline]]:
    """Find what lies between four straight lines: the outlines of holes, int32 (n, 1, 2); and of what boxes hold that
    have gaps or are touched by a digit.
    """
    ink = _widen(np.asarray(cv2.threshold(strength, FAINT, 1, cv2.THRESH_BINARY)[1], np.uint8), 1)
    outlines, levels = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    whole: list[Outline] = []
    broken: list[Outline] = []
    for index, outline in enumerate(outlines):
        if min(cv2.boundingRect(outline)[2:]) < MIN_SIDE:
            continue
        if levels[0][index][3] < 0:
            broken += _find_room_in(np.asarray(cv2.convexHull(outline), np.int32), ink)
        elif _has_four_corners(np.asarray(outline, np.int32)):
            # The outline goes around digits that touch the box.
            whole.append(np.asarray(cv2.convexHull(outline), np.int32))
    return whole, broken


def _has_four_corners(outline: Outline) -> bool:
    corners = cv2.approxPolyDP(outline, BENT * cv2.arcLength(outline, True), True)
    area = cv2.contourArea(outline)
    return len(corners) == 4 and abs(cv2.contourArea(corners) - area) <= MISSING * area


def _find_room_in(hull: Outline, ink: Grey) -> list[Outline]:
    """Find the room in a box whose hull this is: what is left where its line ends; nothing if the hull has no line."""
    if not _has_four_corners(hull) or _share_ink_along(hull, _widen(ink, 1)) < DRAWN:
        return []
    filled = _fill(hull, ink.shape)
    for depth in range(1, int(THICKEST * min(cv2.boundingRect(hull)[2:])) + MIN_SIDE // 2):
        inner = cv2.findContours(_narrow(filled, depth), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
        if len(inner) != 1 or min(cv2.boundingRect(inner[0])[2:]) < MIN_SIDE:
            break
        room = np.asarray(inner[0], np.int32)
        if _share_ink_along(room, ink) < ENDS:
            return [room]
    return []


def _share_ink_along(outline: Outline, ink: Grey) -> float:
    line = cv2.polylines(np.zeros_like(ink), [outline], True, (1,))
    return cv2.countNonZero(cv2.bitwise_and(line, ink)) / max(1, cv2.countNonZero(line))


def _list_written_in(rooms: list[Outline], pieces: list[Piece]) -> list[Outline]:
    return [room for room in rooms if any(_is_written_in(room, piece) for piece in pieces)]


def _is_written_in(room: Outline, piece: Piece) -> bool:
    """Tell whether the middle of a piece lies in the room, and whether it fills enough of that and no more."""
    _, _, width, height = cv2.boundingRect(room)
    middle = piece.left + piece.width / 2, piece.top + piece.height / 2
    fits = piece.width <= width and HELD * height <= piece.height <= height
    return fits and cv2.pointPolygonTest(room, middle, False) > 0


def _fill(outline: Outline, shape: tuple[int, ...]) -> Grey:
    return np.asarray(cv2.drawContours(np.zeros(shape, np.uint8), [outline], 0, (1,), cv2.FILLED), np.uint8)


def _widen(mask: Grey, pixels: int) -> Grey:
    return np.asarray(cv2.dilate(mask, NEAR, iterations=pixels), np.uint8)


def _narrow(mask: Grey, pixels: int) -> Grey:
    """Take so many pixels off, at the border of the picture, too."""
    return np.asarray(cv2.erode(mask, NEAR, iterations=pixels, borderType=cv2.BORDER_CONSTANT, borderValue=0), np.uint8)
