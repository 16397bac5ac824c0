"""The one path from bytes to a reading, for the worker and for evaluation alike."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from model.calibrate import round_probabilities
from model.classifier import Classifier
from model.decide import TINY_HEIGHT, choose_candidates, is_doubtful, trust_candidate, trust_choice
from model.finder.find import Finder, Found
from model.found_ink import FoundInk
from model.network import CLASSES, NO_DIGIT_CLASS
from model.picture import Picture, decode_picture
from model.preprocess import NOT_A_DIGIT, Candidate, Preprocessed, preprocess
from model.preprocess.lines import measure_usual_height
from model.preprocess.pieces import Piece
from model.preview import draw_preview, encode_tiles
from model.reading import DigitReading, Reading, calibrate_reading, choose_surer, measure_confidence, weigh_reading
from model.second_opinion import find_doubtful, merge_opinions, turn_tiles

__all__ = ["Decoded", "Prepared", "Reader", "encode_tiles"]

UNCERTAIN = "uncertain"

# Below these confidences the finder is asked about a picture, and it is looked at in all other ways, too.
SURE, DOUBTFUL = 0.9, 0.7
# What the rules do not see at all is read where it agrees so well with what is marked: blank boards have grain.
SEEN = 0.1
# It is always asked about pictures that are reduced by more than this: boards are not.
MOST_REDUCED = 2
# No more parts of one picture are looked at: texture has parts without end. All that one piece can have are fewer.
MAX_PARTS = 200

Floats = npt.NDArray[np.float32]
Number = TypeVar("Number", np.float32, np.float64)


@dataclass(frozen=True)
class Decoded:
    """A decoded picture, and how long that took."""

    picture: Picture
    decode_ms: float


@dataclass(frozen=True)
class Prepared:
    """A decoded and preprocessed picture; `preview` is a PNG, `preprocess_ms` what all that took."""

    width: int
    height: int
    preprocessed: Preprocessed
    preview: bytes
    preprocess_ms: float


class Reader:
    """Reads pictures of at most `max_pixels` pixels with a classifier and a finder, by default the one that ships."""

    def __init__(self, classifier: Classifier, max_pixels: int, finder: Finder | None = None) -> None:
        self._classifier = classifier
        self._max_pixels = max_pixels
        self._finder = finder or Finder()
        # Pictures are prepared in threads of the caller's; more of OpenCV's own would only get in their way.
        cv2.setNumThreads(1)

    def warm_up(self) -> None:
        """Read a picture once, so that the first one that somebody sends finds all code loaded."""
        bar = np.zeros((1, 28, 28), np.uint8)
        bar[:, 4:24, 13:15] = 255
        self.read([self.prepare(encode_tiles(bar))])

    def prepare(self, data: bytes) -> Prepared:
        """Decode and preprocess one file; may run in many threads at once. Raises UnreadablePictureError."""
        return self.preprocess(self.decode(data))

    def decode(self, data: bytes) -> Decoded:
        """Decode one file: the first half of `prepare`. Raises UnreadablePictureError."""
        started = time.perf_counter()
        picture = decode_picture(data, self._max_pixels)
        return Decoded(picture, _measure_ms(started))

    def preprocess(self, decoded: Decoded) -> Prepared:
        """Preprocess what was decoded: the second half of `prepare`."""
        started = time.perf_counter()
        picture = decoded.picture
        preprocessed, preview = preprocess(picture), draw_preview(picture)
        return Prepared(picture.width, picture.height, preprocessed, preview, decoded.decode_ms + _measure_ms(started))

    def read(self, prepared: Sequence[Prepared]) -> list[Reading]:
        """Read pictures with one batch for the CNN, one more for closer looks, and one for those that remain in doubt.

        In the order given; for one thread at a time. What is marked as digits says which look at a picture to believe.
        """
        readings = self._read_once(prepared)
        asked = [index for index, both in enumerate(zip(prepared, readings, strict=True)) if _is_asked_about(*both)]
        marks = self._mark(prepared, asked)
        unseen = {index: readings[index] for index in marks if not prepared[index].preprocessed.candidates}
        prepared = list(prepared)
        wholes = self._look_closer(prepared, readings, marks)
        again = [
            (index, replace(prepared[index], preprocessed=other))
            for index, found in marks.items()
            for other in _look_again(prepared[index].preprocessed, readings[index], found)
        ]
        for index, found in marks.items():
            readings[index] = weigh_reading(readings[index], found.ink)
        for (index, _), reading in zip(again, self._read_once([each for _, each in again]), strict=True):
            readings[index] = choose_surer(readings[index], weigh_reading(reading, marks[index].ink))
        for index, whole in wholes.items():
            readings[index] = choose_surer(readings[index], whole)
        for index, nothing in unseen.items():
            if readings[index].agreement < SEEN:
                readings[index] = nothing
        return [self._warn_of_doubt(calibrate_reading(reading)) for reading in readings]

    def _read_once(self, prepared: Sequence[Prepared]) -> list[Reading]:
        """Read what preprocessing found, and parts of wide ink that may be several digits that touch."""
        if not prepared:
            return []
        found = [list(each.preprocessed.candidates) for each in prepared]
        first = self._classify(found)
        parts = [
            _list_parts(each, candidates, rows) for each, candidates, rows in zip(prepared, found, first, strict=True)
        ]
        second = self._classify(parts)
        candidates = [whole + part for whole, part in zip(found, parts, strict=True)]
        probabilities = [np.concatenate(both) for both in zip(first, second, strict=True)]
        chosen = [choose_candidates(*each) for each in zip(candidates, probabilities, strict=True)]
        rows = self._ask_again(candidates, chosen, probabilities)
        shares = _split(round_probabilities(np.concatenate(rows)[:, :NO_DIGIT_CLASS]), chosen)
        return list(map(self._compose, prepared, candidates, chosen, rows, shares))

    def _look_closer(
        self, prepared: list[Prepared], readings: list[Reading], marks: dict[int, Found]
    ) -> dict[int, Reading]:
        """Put what is marked, where it can be seen in more detail, in the place of the whole picture.

        Return the readings of whole pictures whose place was taken, weighed by what was marked in them.
        """
        wholes: dict[int, Reading] = {}
        for index, found in marks.items():
            part = prepared[index].preprocessed.look_closer(found.ink)
            if part is not None:
                wholes[index] = weigh_reading(readings[index], found.ink)
                prepared[index] = replace(prepared[index], preprocessed=part)
        for index, reading in zip(wholes, self._read_once([prepared[index] for index in wholes]), strict=True):
            readings[index] = reading
        marks.update(self._mark(prepared, wholes))
        return wholes

    def _mark(self, prepared: Sequence[Prepared], indices: Iterable[int]) -> dict[int, Found]:
        """Ask the finder about some of the pictures."""
        return {index: self._finder.find(prepared[index].preprocessed.view.grey) for index in indices}

    def _classify(self, found: list[list[Candidate]]) -> list[Floats]:
        """Classify the candidates of all pictures in one batch: float32 (n, 11) for each picture."""
        tiles = [candidate.tile for candidates in found for candidate in candidates]
        if not tiles:
            return [np.zeros((0, CLASSES), np.float32) for _ in found]
        probabilities = self._classifier.classify(np.stack(tiles))
        return _split(probabilities, found)

    def _ask_again(
        self, candidates: list[list[Candidate]], chosen: list[list[int]], probabilities: list[Floats]
    ) -> list[Floats]:
        """Return the rows of the chosen candidates, with a second opinion on those in doubt."""
        rows = np.concatenate([of_all[of_digits] for of_all, of_digits in zip(probabilities, chosen, strict=True)])
        doubtful = find_doubtful(rows)
        if doubtful.size:
            tiles = [
                each[index].tile for each, of_digits in zip(candidates, chosen, strict=True) for index in of_digits
            ]
            turned = turn_tiles(np.stack(tiles)[doubtful])
            rows[doubtful] = merge_opinions(rows[doubtful], self._classifier.classify(turned))
        return _split(rows, chosen)

    def _compose(
        self,
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
                confidence=max(row[:NO_DIGIT_CLASS]) * trust_candidate(candidates[index]),
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

    def _warn_of_doubt(self, reading: Reading) -> Reading:
        """Say in the contract's words that a digit of a calibrated reading is in doubt."""
        if any(digit.confidence < self._classifier.uncertain_below for digit in reading.digits):
            return replace(reading, warnings=(*reading.warnings, UNCERTAIN))
        return reading


def _is_asked_about(prepared: Prepared, reading: Reading) -> bool:
    """Tell whether the finder is asked: also where there are several digits, of which one may be none.

    In a large picture the clearest one may be the edge of a table.
    """
    is_large = prepared.preprocessed.view.factor > MOST_REDUCED
    return is_large or len(reading.digits) > 1 or measure_confidence(reading) < SURE


def _look_again(preprocessed: Preprocessed, reading: Reading, found: Found) -> Iterator[Preprocessed]:
    """Look at what is marked and, where the first reading of what was found says little, in all other ways."""
    yield preprocessed.look_at_marks(found.ink, found.seams)
    if preprocessed.candidates and measure_confidence(reading) < DOUBTFUL:
        yield from preprocessed.look_again()


def _split(rows: npt.NDArray[Number], owners: Sequence[Sequence[object]]) -> list[npt.NDArray[Number]]:
    """Give each owner as many of the rows as it is long, in order."""
    counts = [len(owner) for owner in owners]
    return [rows[end - count : end] for count, end in zip(counts, accumulate(counts), strict=True)]


def _measure_ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000.0


def _list_parts(prepared: Prepared, candidates: list[Candidate], rows: Floats) -> list[Candidate]:
    """List the parts of those candidates of a picture that are not surely one digit, of each all or none."""
    doubtful = [candidate for candidate, row in zip(candidates, rows.tolist(), strict=True) if is_doubtful(row)]
    if not doubtful:
        return []
    # Remains of rulings are wide, but no digits.
    least = TINY_HEIGHT * measure_usual_height([each.piece for each in candidates])
    parts: list[Candidate] = []
    for candidate in doubtful:
        of_one = prepared.preprocessed.cut(candidate) if candidate.piece.height >= least else []
        if len(parts) + len(of_one) > MAX_PARTS:
            break
        parts += of_one
    return parts


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
