"""A Reading out of what was chosen among the candidates of a picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.decide import trust_choice
from model.found_ink import FoundInk
from model.network import NO_DIGIT_CLASS
from model.prepared import Prepared
from model.preprocess import NOT_A_DIGIT, Candidate
from model.preprocess.pieces import Piece
from model.reading import DigitReading, Reading

Floats = npt.NDArray[np.float32]


def make_reading(
    prepared: Prepared,
    candidates: list[Candidate],
    chosen: list[int],
    probabilities: Floats,
    shares: npt.NDArray[np.float64],
) -> Reading:
    """Say what the digits are that were chosen among the candidates; each has a row of both arrays."""
    rows = probabilities.tolist()
    is_nothing = bool(candidates) and (not rows or any(row[NO_DIGIT_CLASS] >= 0.5 for row in rows))
    digits = tuple(
        DigitReading(
            digit=share.index(max(share)),
            confidence=max(row[:NO_DIGIT_CLASS]),
            probabilities=share,
            box=place_box(candidates[index].piece, prepared),
            line=max(candidates[index].line, 0),
        )
        for index, row, share in zip(chosen, rows, shares.tolist(), strict=True)
    )
    return Reading(
        number=_join_digits(digits),
        digits=digits,
        width=prepared.width,
        height=prepared.height,
        warnings=(*prepared.preprocessed.warnings, *([NOT_A_DIGIT] if is_nothing else [])),
        tiles=np.array([candidates[index].tile for index in chosen], np.uint8).reshape(-1, 28, 28),
        preview=prepared.preview,
        ink=FoundInk(prepared.preprocessed, tuple(candidates[index].piece for index in chosen)),
        trust=trust_choice(chosen, candidates),
    )


def place_box(piece: Piece, prepared: Prepared) -> list[int]:
    """Return [left, top, width, height] of a piece in pixels of the upright picture, cut at its border."""
    view = prepared.preprocessed.view
    left, top, width, height = (side * view.factor for side in piece.box)
    left, top = left + view.left, top + view.top
    return [left, top, min(width, prepared.width - left), min(height, prepared.height - top)]


def _join_digits(digits: Sequence[DigitReading]) -> str:
    """Write digits, given in reading order, as a number with a space where a new line begins."""
    number = ""
    for index, digit in enumerate(digits):
        if index and digit.line != digits[index - 1].line:
            number += " "
        number += str(digit.digit)
    return number
