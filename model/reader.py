"""The one path from bytes to a reading, for the worker and for evaluation alike."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.calibrate import round_probabilities
from model.classifier import Classifier
from model.picture import decode_picture
from model.preprocess import Preprocessed, preprocess
from model.preview import draw_preview, encode_tiles

__all__ = ["DigitReading", "Prepared", "Reader", "Reading", "encode_tiles"]

UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Prepared:
    """A decoded and preprocessed picture; `preview` is a PNG, `preprocess_ms` what all that took."""

    width: int
    height: int
    preprocessed: Preprocessed
    preview: bytes
    preprocess_ms: float


@dataclass(frozen=True)
class DigitReading:
    """One digit: ten probabilities in at most 6 decimals that sum to 1, `confidence` being that of `digit`.

    `box` is [left, top, width, height] in pixels of the upright picture, `line` counts from 0.
    """

    digit: int
    confidence: float
    probabilities: list[float]
    box: list[int]
    line: int


@dataclass(frozen=True)
class Reading:
    """What was read in one picture: `number` in reading order with a space between lines, "" if there is none.

    `tiles` is uint8 (n, 28, 28), one for each of the n `digits`; `preview` a small PNG of the picture.
    """

    number: str
    digits: tuple[DigitReading, ...]
    width: int
    height: int
    warnings: tuple[str, ...]
    tiles: npt.NDArray[np.uint8]
    preview: bytes


class Reader:
    """Reads pictures of at most `max_pixels` pixels with a classifier."""

    def __init__(self, classifier: Classifier, max_pixels: int) -> None:
        self._classifier = classifier
        self._max_pixels = max_pixels

    def warm_up(self) -> None:
        """Read a picture once, so that the first one that somebody sends finds all code loaded."""
        bar = np.zeros((1, 28, 28), np.uint8)
        bar[:, 4:24, 13:15] = 255
        self.read([self.prepare(encode_tiles(bar))])

    def prepare(self, data: bytes) -> Prepared:
        """Decode and preprocess one file; may run in many threads at once. Raises UnreadablePictureError."""
        started = time.perf_counter()
        picture = decode_picture(data, self._max_pixels)
        preprocessed, preview = preprocess(picture), draw_preview(picture)
        elapsed_ms = (time.perf_counter() - started) * 1000.0
        return Prepared(picture.width, picture.height, preprocessed, preview, elapsed_ms)

    def read(self, prepared: Sequence[Prepared]) -> list[Reading]:
        """Read pictures with one batch for the CNN, in the order given; for one thread at a time."""
        if not prepared:
            return []
        tiles = np.concatenate([each.preprocessed.tiles for each in prepared])
        probabilities = round_probabilities(self._classifier.classify(tiles))
        ends = np.cumsum([len(each.preprocessed.tiles) for each in prepared])
        return [
            self._compose(each, rows) for each, rows in zip(prepared, np.split(probabilities, ends[:-1]), strict=True)
        ]

    def _compose(self, prepared: Prepared, probabilities: npt.NDArray[np.float64]) -> Reading:
        """Join what preprocessing found with the probabilities (n, 10) of its tiles."""
        found = prepared.preprocessed
        digits = tuple(
            DigitReading(int(row.argmax()), float(row.max()), row.tolist(), box, line)
            for row, box, line in zip(probabilities, found.boxes, found.lines, strict=True)
        )
        unsure = any(digit.confidence < self._classifier.uncertain_below for digit in digits)
        return Reading(
            number=_join_digits(digits),
            digits=digits,
            width=prepared.width,
            height=prepared.height,
            warnings=(*found.warnings, UNCERTAIN) if unsure else found.warnings,
            tiles=found.tiles,
            preview=prepared.preview,
        )


def _join_digits(digits: Sequence[DigitReading]) -> str:
    """Write digits, given in reading order, as a number with a space where a new line begins."""
    number = ""
    for index, digit in enumerate(digits):
        if index and digit.line != digits[index - 1].line:
            number += " "
        number += str(digit.digit)
    return number
