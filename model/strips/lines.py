"""Lines of a picture that is marked, and the ink of each digit that was read in their strips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from model.preprocess import Preprocessed
from model.preprocess.candidates import WHOLE, Candidate, cut_tile
from model.preprocess.lines import group_lines, measure_usual_height
from model.preprocess.marks import INKED, measure_piece
from model.preprocess.pieces import Labels
from model.strips.decode import ColumnDigit
from model.strips.network import HEIGHT, WIDTH
from model.strips.strip import Line, fit_line, place_line

# Reading a line takes a few milliseconds, and texture has lines without end.
MOST_LINES = 20
# What lies so many of a strip's pixels beside a digit is still its own, if it is no other's.
BESIDE = 2.0
# What was taken for the dots of one digit is rows of digits where most of its ink is in parts that have more than this
# share of its height.
LARGE_DOT = 0.2
# A piece with this share of its ink in one digit is that digit's.
MOSTLY = 0.75


def find_lines(looked: Preprocessed) -> list[Line]:
    """Return the lines of what was found, from top to bottom; none where there are more than MOST_LINES."""
    single = [each for each in looked.candidates if each.joined == 1 and each.line != WHOLE]
    pieces = [[each.piece for each in single if each.line == number] for number in sorted({e.line for e in single})]
    if len(single) == 1:
        parts = [measure_piece(looked.labels, label) for label in single[0].piece.labels]
        if measure_usual_height(parts) > LARGE_DOT * single[0].piece.height:
            pieces = group_lines(parts)
    return [fit_line([piece.box for piece in line]) for line in pieces] if len(pieces) <= MOST_LINES else []


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
