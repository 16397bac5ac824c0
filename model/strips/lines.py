"""Lines of a picture that is marked, and the ink of each digit that was read in their strips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from model.preprocess import Preprocessed
from model.preprocess.candidates import Candidate, cut_tile
from model.preprocess.cleaning import drop_specks
from model.preprocess.lines import group_lines
from model.preprocess.marks import INKED, SURE_INK, Floats, measure_piece
from model.preprocess.pieces import Labels, find_pieces
from model.strips.decode import ColumnDigit
from model.strips.network import HEIGHT, WIDTH
from model.strips.strip import Line, fit_line, place_line

# Reading a line takes a few milliseconds, and texture has lines without end.
MOST_LINES = 20
# What lies so many of a strip's pixels beside a digit is still its own, if it is no other's.
BESIDE = 2.0
# What has less than this share of the ink of the line with the most is the edge of something, or print.
LEAST_INK = 0.06
# A piece with this share of its ink in one digit is that digit's.
MOSTLY = 0.75


def find_lines(ink: Floats) -> list[Line]:
    """Return the lines of what is marked as ink, from top to bottom, by its probability float32 (height, width).

    None where there are more than MOST_LINES. Marks hold together what a broken pen or a threshold leaves in bits.
    """
    _, pieces = find_pieces((ink > SURE_INK).astype(np.uint8))
    lines = group_lines(drop_specks(pieces))
    inked = [sum(piece.area for piece in line) for line in lines]
    kept = [line for line, area in zip(lines, inked, strict=True) if area >= LEAST_INK * max(inked)]
    return [fit_line([piece.box for piece in line]) for line in kept] if len(kept) <= MOST_LINES else []


def part_by_digits(
    looked: Preprocessed, lines: Sequence[Line], digits: Sequence[Sequence[ColumnDigit]]
) -> tuple[Preprocessed, list[ColumnDigit]]:
    """Give the ink of lines to the digits that were read in them: one candidate for each digit that has ink.

    Return what was found with those candidates, and the digit of each.
    """
    labels = np.zeros(looked.labels.shape, np.int32)
    candidates: list[Candidate] = []
    read: list[ColumnDigit] = []
    for number, (line, of_line) in enumerate(zip(lines, digits, strict=True)):
        owners = _find_owners(looked, labels, line, of_line)
        for place, digit in enumerate(of_line):
            mine = owners == place
            if not mine.any():
                continue
            label = len(read) + 1
            labels[mine] = label
            piece = measure_piece(labels, label)
            tile = cut_tile(looked.strength, labels, piece)
            candidates.append(Candidate(tile, piece, number, place, place + 1))
            read.append(digit)
    return replace(looked, candidates=tuple(candidates), labels=labels), read


def _find_owners(
    looked: Preprocessed, taken: Labels, line: Line, digits: Sequence[ColumnDigit]
) -> npt.NDArray[np.int64]:
    """Say for each pixel which digit of a line its ink belongs to, by number: int64 (height, width), -1 for none.

    A piece most of which is one digit's is all that digit's: digits lean over each other.
    """
    owners = np.full(looked.labels.shape, -1)
    rows, columns = np.nonzero((looked.strength >= INKED) & (taken == 0))
    if not digits or not rows.size:
        return owners
    there = place_line(line)
    along, across = there @ np.stack([columns + 0.5, rows + 0.5, np.ones(len(rows))])
    left, right = (np.array([getattr(digit, side) for digit in digits]) for side in ("left", "right"))
    beside = np.maximum(np.maximum(left - along[:, np.newaxis], along[:, np.newaxis] - right), 0.0)
    # Where two digits have a pixel, it is the nearer one's.
    off = np.abs(along[:, np.newaxis] - (left + right) / 2) / np.maximum(right - left, 1.0)
    nearest = (beside + 1e-3 * off).argmin(axis=1)
    is_in = (across > 0) & (across < HEIGHT) & (along > 0) & (along < WIDTH)
    is_in &= beside[np.arange(len(rows)), nearest] <= BESIDE
    nearest[~is_in] = len(digits)
    pieces = looked.labels[rows, columns]
    votes = np.zeros((int(pieces.max()) + 1, len(digits) + 1), np.int64)
    np.add.at(votes, (pieces, nearest), 1)
    shares = votes / np.maximum(votes.sum(axis=1, keepdims=True), 1)
    clear = (shares.max(axis=1) >= MOSTLY) & (np.arange(len(votes)) > 0)
    owner = np.where(clear[pieces], votes.argmax(axis=1)[pieces], nearest)
    owners[rows, columns] = np.where(owner < len(digits), owner, -1)
    return owners
