"""Lines that are read as a whole."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from model.finder.find import Found
from model.line_reader import LineReader, merge_opinions, name_by_columns
from model.picture import Picture
from model.prepared import Prepared
from model.preprocess import preprocess
from model.simulate.cameras import photograph
from model.simulate.lines import write_line
from model.strips.decode import ColumnDigit
from model.strips.network import CLASSES, COLUMNS, SIDES, STRIDE
from tests.support.sketches import sketch


class SaidTiles:
    """Says of all tiles that they are a digit with a probability of 0.9."""

    def __init__(self, digit):
        self.row = np.full(CLASSES, 0.01, np.float32)
        self.row[digit] = 0.9

    def classify(self, found):
        return [np.tile(self.row, (len(candidates), 1)) for candidates in found]


class SaidStrips:
    """Reads digits in all strips, at shares of the ink's width, the last one with a probability of about `least`."""

    def __init__(self, *digits, least=1.0):
        self.digits, self.least = digits, least

    def read(self, strip):
        inked = np.flatnonzero(strip[..., 1].max(axis=0) > 128)
        places = [(digit, inked[0] + share * (inked[-1] - inked[0])) for digit, share in self.digits]
        columns = say(*places)
        if self.least < 1.0:
            # The rest of it is a 2.
            column = int(places[-1][1] / STRIDE)
            columns[column, 3] = 12 + np.log(1 / self.least - 1)
        return columns


def say(*digits, side=8.0):
    """Make columns of digits (digit, place in pixels)."""
    columns = np.zeros((COLUMNS, CLASSES + SIDES), np.float32)
    columns[:, 0] = 12
    columns[:, CLASSES:] = side
    for digit, place in digits:
        column = int(place / STRIDE)
        columns[column, 0] = 0
        columns[column, digit + 1] = 12
    return columns


def look(*digits):
    """Prepare a picture all of whose ink is marked, and look at these marks."""
    ink = sketch((200, 300), *digits, pen=6)
    marks = ink.astype(np.float32) / 255
    found = Found(marks, np.zeros_like(marks))
    looked = preprocess(Picture(255 - ink, 300, 200)).look_at_marks(*found)
    return Prepared(300, 200, looked, b"", 0.0), found


@pytest.fixture
def two():
    return look(("2", (50, 60, 50, 80)), ("5", (150, 60, 50, 80)))


def test_a_line_is_read_as_a_whole(two):
    prepared, found = two
    reader = LineReader(SaidTiles(2), SaidStrips((2, 0.17), (5, 0.83)))

    ((lines, [reading]),) = reader.read([prepared], [found])

    assert (len(lines.lines), len(lines.columns)) == (1, 1)
    assert reading.number == "25"
    assert reading.likelihood > 0.9
    assert reading.agreement > 0.9
    assert [digit.box for digit in reading.digits] == [
        pytest.approx([52, 57, 50, 86], abs=6),
        pytest.approx([152, 57, 50, 86], abs=6),
    ]
    # The tiles say 2 of both.
    assert reading.digits[1].confidence < 0.97 < reading.digits[0].confidence


def test_where_nothing_is_marked_nothing_is_read(two):
    blank = np.zeros((200, 300), np.float32)
    prepared = replace(two[0], preprocessed=two[0].preprocessed.look_at_marks(blank, blank))

    ((lines, [reading]),) = LineReader(SaidTiles(2), SaidStrips()).read([prepared], [Found(blank, blank)])

    assert (reading.number, reading.digits) == ("", ())
    assert lines.rate(replace(reading, likelihood=0.7)).likelihood == 0.7


def test_no_pictures_have_no_lines():
    assert LineReader(SaidTiles(2), SaidStrips()).read([], []) == []


def test_a_number_is_rated_by_what_the_lines_say_where_its_digits_are(two):
    ((lines, [reading]),) = LineReader(SaidTiles(2), SaidStrips((2, 0.17), (5, 0.83))).read(*([each] for each in two))
    first, second = reading.digits

    def rate(*digits, lines=lines):
        return lines.rate(replace(reading, digits=digits)).likelihood

    assert rate(first, second) > 0.9
    # Digits stand where their boxes are, whatever their order.
    assert rate(second, first) > 0.9
    assert rate(first, replace(second, digit=6)) < 1e-3
    assert rate(first) < 1e-3
    assert rate(first, second, replace(second, box=[290, 190, 8, 8])) == 0
    silent = replace(lines.lines[0], y=lines.lines[0].y - 100)
    assert (
        rate(first, second, lines=replace(lines, lines=(silent, *lines.lines), columns=(say(), *lines.columns))) > 0.9
    )


def test_boxes_of_a_part_of_a_picture_are_found_in_its_lines(two):
    ((lines, [reading]),) = LineReader(SaidTiles(2), SaidStrips((2, 0.17), (5, 0.83))).read(*([each] for each in two))
    part = replace(lines, view=replace(lines.view, left=1000, top=500, factor=3))
    moved = [
        replace(digit, box=[1000 + 3 * left, 500 + 3 * top, 3 * width, 3 * height])
        for digit, (left, top, width, height) in ((digit, digit.box) for digit in reading.digits)
    ]

    assert part.rate(replace(reading, digits=tuple(moved))).likelihood > 0.9
    assert part.rate(reading).likelihood == 0


def test_two_opinions_have_their_geometric_mean():
    tiles = np.zeros((1, CLASSES), np.float32)
    tiles[0, [3, 8, 10]] = 0.4, 0.1, 0.51
    columns = np.zeros(10)
    columns[[3, 8]] = 0.4, 0.6

    (row,) = merge_opinions(tiles, [ColumnDigit(8, columns, 0.0, 1.0)])

    assert row.sum() == pytest.approx(1)
    assert row[3] / row[8] == pytest.approx(np.sqrt(0.4 * 0.4 / (0.1 * 0.6)), rel=1e-3)
    # That it is no digit is the CNN's to say.
    assert row[10] == pytest.approx(1 - np.sqrt(0.49))
    assert merge_opinions(tiles[:0], []).shape == (0, CLASSES)
    nothing = np.eye(CLASSES, dtype=np.float32)[10:]
    assert 0 < merge_opinions(nothing, [ColumnDigit(8, columns, 0.0, 1.0)])[0, 8] < 0.01


def test_where_the_columns_name_another_digit_than_both_that_is_a_reading_of_its_own(two):
    """The CNN is surer of the 2 than the columns are of the 7."""
    strips = SaidStrips((2, 0.17), (7, 0.83), least=0.55)

    ((_, [both, named]),) = LineReader(SaidTiles(2), strips).read(*([each] for each in two))

    assert (both.number, named.number) == ("22", "27")
    assert named.likelihood > both.likelihood
    assert named.digits[1].confidence < both.digits[1].confidence
    assert named.digits[0] == both.digits[0]


def test_what_is_likelier_than_what_the_columns_name_is_left_out():
    merged = np.zeros((2, CLASSES), np.float32)
    merged[0, [3, 8, 1, 10]] = 0.4, 0.3, 0.2, 0.1
    merged[1, [5, 10]] = 0.3, 0.7
    digits = [ColumnDigit(digit, np.zeros(10), 0.0, 1.0) for digit in (8, 5)]

    named = name_by_columns(merged, digits)

    assert np.flatnonzero(named[0]).tolist() == [1, 8, 10]
    assert named[1].tolist() == merged[1].tolist()
    assert name_by_columns(merged[:0], []).shape == (0, CLASSES)


def test_photographed_lines_that_touch_are_read(reader, makers):
    read = []
    for seed in range(40):
        rng = np.random.default_rng([7, seed])
        scene = photograph(write_line(makers.digits.make_row(3, rng, 60.0), rng, touching=0.6), rng)
        (reading,) = reader.read([reader.prepare(cv2.imencode(".png", scene.grey)[1].tobytes())])
        read.append(reading.number == "".join(map(str, scene.labels)))

    assert np.mean(read) > 0.7
