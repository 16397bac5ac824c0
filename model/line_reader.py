"""Lines of pictures that the finder marked, each read as a whole, and each digit's ink read by the CNN, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from model.calibrate import round_probabilities
from model.finder.find import Found
from model.make_reading import make_reading
from model.network import NO_DIGIT_CLASS
from model.prepared import Prepared
from model.preprocess.view import View
from model.reading import Reading, weigh_reading
from model.second_opinion import average_opinions
from model.strips.decode import ColumnDigit, decode_columns, measure_likelihood
from model.strips.lines import find_lines, part_by_digits
from model.strips.network import HEIGHT, WIDTH
from model.strips.read import StripReader
from model.strips.strip import Grey, Line, cut_strip, place_middles, stack_marks
from model.tile_reader import TileReader

Floats = npt.NDArray[np.float32]

# What the CNN takes for no digit is one with so much probability, as the columns read it.
_LEAST = 1e-6


@dataclass(frozen=True)
class Lines:
    """What the columns of the lines of a view say."""

    view: View
    lines: tuple[Line, ...]
    columns: tuple[Floats, ...]

    def rate(self, reading: Reading) -> Reading:
        """Return a reading with its likelihood: 0 where it has digits in no line; as it is where there is no line."""
        if not self.lines:
            return reading
        boxes = self.view.locate([digit.box for digit in reading.digits])
        along, across = place_middles(self.lines, boxes)
        is_inside = (along >= 0) & (along < WIDTH) & (across >= 0) & (across < HEIGHT)
        # Where lines are near each other a digit is in several strips, but nearest to the middle of its own.
        own = np.where(is_inside, np.abs(across - HEIGHT / 2), np.inf).argmin(axis=0)
        if not is_inside.any(axis=0).all():
            return replace(reading, likelihood=0.0)
        likelihood = 1.0
        for number, columns in enumerate(self.columns):
            there = np.flatnonzero(own == number)
            in_order = there[along[number, there].argsort(kind="stable")]
            likelihood *= measure_likelihood(columns, [reading.digits[index].digit for index in in_order])
        return replace(reading, likelihood=likelihood)


class LineReader:
    """Reads lines with the strip reader, by default the one that ships, and tiles. For one thread at a time."""

    def __init__(self, tiles: TileReader, strips: StripReader | None = None) -> None:
        self._tiles = tiles
        self._strips = strips or StripReader()

    def read(self, looked: Sequence[Prepared], marks: Sequence[Found]) -> list[tuple[Lines, list[Reading]]]:
        """Read pictures by what the finder marked in each: their lines, and readings that are weighed and rated.

        The first is what the columns and the CNN say together. Where the columns alone name other digits, these are
        another one.
        """
        lines = [find_lines(found.ink) for found in marks]
        columns = [
            self._read_strips(stack_marks(each.preprocessed.view.grey, found), of_picture)
            for each, found, of_picture in zip(looked, marks, lines, strict=True)
        ]
        parted = [
            part_by_digits(each.preprocessed, of_picture, list(map(decode_columns, of_lines)))
            for each, of_picture, of_lines in zip(looked, lines, columns, strict=True)
        ]
        tiles = self._tiles.classify([list(part.candidates) for part, _ in parted])
        read: list[tuple[Lines, list[Reading]]] = []
        for each, found, of_picture, of_lines, (part, digits), rows in zip(
            looked, marks, lines, columns, parted, tiles, strict=True
        ):
            rated = Lines(each.preprocessed.view, tuple(of_picture), tuple(of_lines))
            merged = merge_opinions(rows, digits)
            named = name_by_columns(merged, digits)
            readings = [
                _make_reading(replace(each, preprocessed=part), opinion)
                for opinion in ([merged] if np.array_equal(named, merged) else [merged, named])
            ]
            read.append((rated, [weigh_reading(rated.rate(reading), found.ink) for reading in readings]))
        return read

    def _read_strips(self, marked: Grey, lines: Sequence[Line]) -> list[Floats]:
        return [self._strips.read(cut_strip(marked, line)) for line in lines]


def merge_opinions(of_tiles: Floats, digits: Sequence[ColumnDigit]) -> Floats:
    """Return the geometric mean (n, 11) of what the CNN says of the ink of n digits, and of what their columns say.

    Columns say which digit it is; that it is one at all they have said by reading it.
    """
    if not digits:
        return of_tiles
    of_columns = np.stack([digit.probabilities for digit in digits])
    is_digit = np.sqrt(np.maximum(1.0 - of_tiles[:, NO_DIGIT_CLASS:], _LEAST))
    shares = is_digit * average_opinions(np.stack([of_tiles[:, :NO_DIGIT_CLASS], of_columns]))
    return np.asarray(np.concatenate([shares, 1.0 - is_digit], axis=1), np.float32)


def name_by_columns(merged: Floats, digits: Sequence[ColumnDigit]) -> Floats:
    """Return merged opinions (n, 11) of n digits, without whatever is likelier than what their columns name."""
    named = [digit.digit for digit in digits]
    of_named = merged[np.arange(len(named)), named][:, np.newaxis]
    likelier = (merged > of_named) & (np.arange(merged.shape[1]) < NO_DIGIT_CLASS)
    return np.where(likelier, np.float32(0.0), merged)


def _make_reading(prepared: Prepared, rows: Floats) -> Reading:
    candidates = list(prepared.preprocessed.candidates)
    shares = round_probabilities(rows[:, :NO_DIGIT_CLASS])
    return make_reading(prepared, candidates, list(range(len(candidates))), rows, shares)
