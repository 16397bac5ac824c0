"""The one path from bytes to a reading, for the worker and for evaluation alike."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import cv2
import numpy as np

from model.asking import is_asked_about, is_in_doubt
from model.belief.believe import Belief, load_belief
from model.classifier import Classifier
from model.finder.find import Finder, Found
from model.finder.search import SURELY, look_closer
from model.line_reader import LineReader
from model.picture import decode_picture
from model.prepared import Decoded, Prepared
from model.preprocess import Preprocessed, preprocess, preprocess_view
from model.preprocess.emphasis import clear_emphasis
from model.preview import draw_preview, encode_tiles
from model.reading import Reading, calibrate_reading, measure_confidence, weigh_reading
from model.tile_reader import TileReader

UNCERTAIN = "uncertain"

# Below this confidence a picture is looked at in all other ways, too.
DOUBTFUL = 0.7
# What the rules do not see at all is read where it agrees so well with what is marked: blank boards have grain.
SEEN = 0.1


class Reader:
    """Reads pictures of at most `max_pixels` pixels with a classifier, a finder and a belief: by default what ships."""

    def __init__(
        self, classifier: Classifier, max_pixels: int, finder: Finder | None = None, belief: Belief | None = None
    ) -> None:
        self._uncertain_below = classifier.uncertain_below
        self._tiles = TileReader(classifier)
        self._lines = LineReader(self._tiles)
        self._max_pixels = max_pixels
        self._finder = finder or Finder()
        self._belief = belief or load_belief()
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
        """Read pictures in the order given; for one thread at a time.

        Those in doubt are looked at in several ways, of which the one that is preferred is the answer.
        """
        readings, looks = self.look(prepared)
        believed = {
            index: self._believe(prepared[index], readings[index], of_picture) for index, of_picture in looks.items()
        }
        return [
            self._warn_of_doubt(believed.get(index) or calibrate_reading(reading))
            for index, reading in enumerate(readings)
        ]

    def look(self, prepared: Sequence[Prepared]) -> tuple[list[Reading], dict[int, list[Reading]]]:
        """Return what is read in pictures at first, and all looks at those in doubt, by their numbers.

        With one batch for the CNN, one more for closer looks, and one for those that remain in doubt. Looks are weighed
        by what the finder marks, and rated by the lines that are read as a whole, which are the last ones.
        """
        first = self._tiles.read(prepared)
        asked = [index for index, both in enumerate(zip(prepared, first, strict=True)) if is_asked_about(*both)]
        marks = self._mark(prepared, asked)
        closer = self._look_closer(prepared, marks)
        whole, seen = prepared, {index: marks[index].ink for index in closer}
        prepared, readings = list(prepared), list(first)
        for index, reading in zip(closer, self._tiles.read(list(closer.values())), strict=True):
            prepared[index], readings[index] = closer[index], reading
        marks.update(self._mark(prepared, closer))
        again = [
            (index, replace(prepared[index], preprocessed=other), found.ink)
            for index, found in marks.items()
            for other in _look_again(prepared[index].preprocessed, readings[index], found)
        ]
        # Where neither says much, what was looked at closer was not where the digits are.
        again += [
            (index, replace(whole[index], preprocessed=other), ink)
            for index, ink in seen.items()
            if max(measure_confidence(first[index]), measure_confidence(readings[index])) < DOUBTFUL
            for other in whole[index].preprocessed.look_again()
        ]
        looks = {index: [weigh_reading(readings[index], found.ink)] for index, found in marks.items()}
        for (index, _, ink), reading in zip(again, self._tiles.read([each for _, each, _ in again]), strict=True):
            looks[index].append(weigh_reading(reading, ink))
        for index, ink in seen.items():
            looks[index].append(weigh_reading(first[index], ink))
        # The first other way of each is to look at what is marked.
        looked = {index: each for index, each, _ in reversed(again)}
        lines = self._lines.read([looked[index] for index in marks], list(marks.values()))
        for index, (columns, of_lines) in zip(marks, lines, strict=True):
            looks[index] = [*map(columns.rate, looks[index]), *of_lines]
        return first, looks

    def _look_closer(self, prepared: Sequence[Prepared], marks: Mapping[int, Found]) -> dict[int, Prepared]:
        """Return what is marked, where it can be seen in more detail than in the whole picture."""
        views = {
            index: look_closer(self._finder, prepared[index].preprocessed.view, found.ink)
            for index, found in marks.items()
        }
        return {
            index: replace(prepared[index], preprocessed=preprocess_view(view)) for index, view in views.items() if view
        }

    def _mark(self, prepared: Sequence[Prepared], indices: Iterable[int]) -> dict[int, Found]:
        """Ask the finder about some of the pictures."""
        return {index: self._find(prepared[index].preprocessed) for index in indices}

    def _find(self, preprocessed: Preprocessed) -> Found:
        found = self._finder.find(preprocessed.view.grey)
        ink = clear_emphasis(found.ink, preprocessed.labels)
        # What is nowhere surely ink is none: the corners of blank boards are marked a little.
        return found._replace(ink=ink if ink.max() >= SURELY else np.zeros_like(ink))

    def _believe(self, prepared: Prepared, first: Reading, looks: Sequence[Reading]) -> Reading:
        if not prepared.preprocessed.candidates:
            looks = [look for look in looks if look.agreement >= SEEN or not look.digits]
        chosen = self._belief.choose(looks)
        # A zero that might have been a ring, and is none, is as sure as others that nobody doubts.
        is_clear = chosen.number == first.number and not is_in_doubt(prepared, first)
        return calibrate_reading(first) if is_clear else chosen

    def _warn_of_doubt(self, reading: Reading) -> Reading:
        """Say in the contract's words that a digit of a calibrated reading is in doubt."""
        if any(digit.confidence < self._uncertain_below for digit in reading.digits):
            return replace(reading, warnings=(*reading.warnings, UNCERTAIN))
        return reading


def _look_again(preprocessed: Preprocessed, reading: Reading, found: Found) -> Iterator[Preprocessed]:
    """Look at what is marked and, where the first reading of what was found says little, in all other ways."""
    yield preprocessed.look_at_marks(found.ink, found.seams)
    if measure_confidence(reading) < DOUBTFUL:
        yield from preprocessed.look_again()


def _measure_ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000.0
