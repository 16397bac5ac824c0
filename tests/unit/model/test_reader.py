"""The path from bytes to a reading, as the worker and the evaluation take it."""

import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from model.belief.believe import Belief
from model.calibrate import to_confidence
from model.finder.find import Found
from model.picture import Picture, UnreadablePictureError
from model.preprocess import Preprocessed, preprocess
from model.preprocess.view import View
from model.preview import encode_tiles
from model.reader import UNCERTAIN, Reader
from model.reading import measure_confidence
from tests.support.dark_marker import DarkMarker
from tests.support.matcher import Matcher
from tests.support.sketches import STROKES, sketch
from tests.support.weights import weigh


@pytest.fixture(scope="module")
def known():
    """The tiles of sketched digits."""
    found = {}
    for digit in STROKES:
        grey = sketch((100, 80), (digit, (20, 20, 40, 60)))
        found[digit] = max(preprocess_grey(grey).candidates, key=lambda each: each.piece.area).tile
    return found


def preprocess_grey(grey):
    return preprocess(Picture(grey=grey, width=grey.shape[1], height=grey.shape[0]))


@pytest.fixture(autouse=True)
def no_lines(monkeypatch):
    """Lines are not read as a whole here: who stands for the CNN would be overruled."""
    monkeypatch.setattr("model.line_reader.find_lines", lambda _: [])


# What is marked is preferred and believed, as far as it is clear.
BELIEF = Belief(weigh(clear=1, agreed=12), -10.0, weigh(clear=1, agreed=12))


@pytest.fixture
def read(known, encode):
    """Read sketched digits, black on white: `read(grey, digit=0.98, none=0.011)`."""

    def read_grey(grey, **shares):
        reader = Reader(Matcher(known, **shares), 10_000_000, belief=BELIEF)
        (reading,) = reader.read([reader.prepare(encode(grey))])
        return reading

    return read_grey


def write(text, at=(20, 20), shape=(100, 300), pen=6):
    """Write digits, 60 pixels high, black on white; a space begins a line 110 pixels below."""
    digits = [
        (digit, (at[0] + 65 * place, at[1] + 110 * line, 40, 60))
        for line, part in enumerate(text.split())
        for place, digit in enumerate(part)
    ]
    return 255 - sketch(shape, *digits, pen=pen)


@pytest.mark.parametrize("text", ["7", "20", "5013", "27 35", "4 307", "12 70 85"])
def test_numbers_are_read_line_by_line(read, text):
    reading = read(write(text, shape=(350, 300)))

    assert reading.number == text
    assert [digit.line for digit in reading.digits] == [line for line, part in enumerate(text.split()) for _ in part]
    assert "".join(str(digit.digit) for digit in reading.digits) == text.replace(" ", "")
    assert reading.tiles.shape == (len(reading.digits), 28, 28)
    assert reading.warnings == ()


@pytest.mark.parametrize("scale", [1, 3, 7])
def test_boxes_are_in_the_pixels_of_the_picture(read, scale):
    small = Image.fromarray(write("27"))

    reading = read(np.asarray(small.resize((small.width * scale, small.height * scale), Image.Resampling.BICUBIC)))

    assert (reading.number, reading.width, reading.height) == ("27", 300 * scale, 100 * scale)
    assert reading.digits[1].box == pytest.approx([84 * scale, 17 * scale, 43 * scale, 66 * scale], abs=4 * scale)


def test_boxes_end_at_the_border(read):
    grey = write("7", at=(262, 42), shape=(103, 301))

    (digit,) = read(np.asarray(Image.fromarray(grey).resize((1204, 412)))).digits

    left, top, width, height = digit.box
    assert (left + width <= 1204, top + height <= 412) == (True, True)
    assert left + width > 1190


def test_digits_that_touch_are_parted(read):
    grey = 255 - sketch((130, 200), ("7", (30, 30, 40, 60)), ("0", (68, 30, 40, 60)))

    assert read(grey).number == "70"


def test_probabilities_sum_to_one_and_confidence_includes_being_a_digit(read):
    reading = read(write("20"), digit=0.6, none=0.3)

    assert len({digit.confidence for digit in reading.digits}) == 1
    assert reading.digits[0].confidence < read(write("20"), digit=0.69, none=0.21).digits[0].confidence
    for digit in reading.digits:
        assert len(digit.probabilities) == 10
        assert sum(digit.probabilities) == pytest.approx(1, abs=1e-9)
        assert all(round(each, 6) == each for each in digit.probabilities)
        # Those are shares among the ten digits.
        assert max(digit.probabilities) == pytest.approx(0.6 / 0.7, abs=1e-5)
        assert digit.probabilities.index(max(digit.probabilities)) == digit.digit


@pytest.mark.parametrize(
    ("digit", "none", "number", "warnings"),
    [
        (0.99, 0.005, "7", ()),
        (0.7, 0.1, "7", ("uncertain",)),
        (0.3, 0.65, "7", ("not_a_digit", "uncertain")),
        (0.0004, 0.999, "", ("not_a_digit",)),
    ],
)
def test_doubts_are_said(read, digit, none, number, warnings):
    reading = read(write("7"), digit=digit, none=none)

    assert (reading.number, reading.warnings) == (number, warnings)


def test_faint_ink_is_said(read):
    faint = (200 + write("7") * (50 / 255)).astype(np.uint8)

    assert (read(faint).number, read(faint).warnings) == ("7", ("low_contrast",))


def test_clutter_beside_digits_is_not_read(read):
    grey = write("27", shape=(100, 300))
    grey[30:75, 200:204], grey[30:75, 230:234], grey[50:54, 200:234] = 0, 0, 0

    assert read(grey).number == "27"


def test_blank_has_no_number(read):
    reading = read(np.full((300, 200), 255, np.uint8))

    assert (reading.number, reading.digits, reading.warnings) == ("", (), ("blank",))
    assert (reading.width, reading.height) == (200, 300)
    assert reading.tiles.shape == (0, 28, 28)


def test_what_is_in_doubt_is_looked_at_in_other_ways(read, monkeypatch):
    """A picture of nothing known, which another way turns into a 7."""
    other = preprocess_grey(write("7"))
    monkeypatch.setattr(Preprocessed, "look_again", lambda _: [other])
    half = write("2")
    half[:, 45:] = 255

    assert read(half).number == "7"
    assert read(write("2")).number == "2"


class Marker:
    """A finder that marks what it was told, and counts how often it is asked."""

    def __init__(self, marks, seams=None):
        self.found = Found(marks.astype(np.float32), np.zeros(marks.shape, np.float32) if seams is None else seams)
        self.asked = 0

    def find(self, _):
        self.asked += 1
        return self.found


@pytest.fixture
def read_marked(known, encode):
    """Read with a finder that marks what it is told: `read_marked(grey, Marker(marks))`."""

    def read_grey(grey, marker, **shares):
        reader = Reader(Matcher(known, **shares), 10_000_000, marker, BELIEF)
        (reading,) = reader.read([reader.prepare(encode(grey))])
        return reading

    return read_grey


def test_what_is_marked_is_read_where_the_rest_hides_it(read, read_marked):
    """A thick bent line runs into the digit, which no rule takes out."""
    grey = write("2")
    marks = grey < 128
    grey[70:82, 40:200] = grey[20:82, 188:200] = 0

    assert read(grey).number != "2"
    assert read_marked(grey, Marker(marks)).number == "2"


def test_digits_that_touch_are_parted_at_a_seam(read_marked):
    grey = 255 - sketch((100, 200), ("2", (20, 20, 40, 60)), ("5", (58, 20, 40, 60)))
    seams = np.zeros(grey.shape, np.float32)
    seams[:, 56:62] = 1

    reading = read_marked(grey, Marker(grey < 128, seams))

    assert reading.number == "25"


@pytest.mark.parametrize(
    ("text", "width", "share", "times"),
    [("2", 140, 0.92, 0), ("2", 140, 0.85, 1), ("25", 150, 0.985, 1), ("2", 160, 0.92, 1)],
)
def test_the_finder_is_asked_only_in_doubt_of_several_digits_or_where_there_is_room(
    read_marked, text, width, share, times
):
    grey = write(text, shape=(100, width))
    marker = Marker(grey < 128)

    read_marked(grey, marker, digit=share)

    assert marker.asked == times


@pytest.fixture
def page():
    """A large page on which a row of digits is a small part, 60 pixels high, 15 once the page is made small."""
    grey = np.full((1000, 1200), 255, np.uint8)
    grey[500:600, 700:1000] = write("257")
    return grey


def test_small_digits_of_a_large_picture_are_looked_at_closer(read_marked, page):
    marker = DarkMarker()

    reading = read_marked(page, marker)

    assert (reading.number, reading.width, reading.height) == ("257", 1200, 1000)
    assert marker.shown[0] == (250, 300)
    assert marker.shown[1] < (200, 320)
    assert [digit.box for digit in reading.digits] == [
        pytest.approx([700 + 17 + 65 * place, 500 + 17, 46, 66], abs=8) for place in range(3)
    ]
    # The ink that is shown is that of the part.
    assert np.asarray(Image.open(io.BytesIO(reading.ink.draw()))).shape[0] < 0.7 * 128


def test_digits_too_small_to_be_marked_are_looked_for_in_parts(read_marked, page):
    marker = DarkMarker(blind_to=(250, 300))

    reading = read_marked(page, marker)

    assert reading.number == "257"
    assert marker.shown[0] == (250, 300)
    # Nine parts, and then what is marked in them.
    assert len(marker.shown) == 11
    assert max(marker.shown[-1]) <= 320
    assert np.asarray(Image.open(io.BytesIO(reading.ink.draw()))).shape[0] < 0.7 * 128


def test_a_closer_look_that_agrees_less_with_what_is_marked_is_not_believed(read_marked, page, monkeypatch):
    """What takes the place of the picture shows another number, of which nothing is marked."""
    other = preprocess_grey(write("4"))
    monkeypatch.setattr(View, "look_closer", lambda *_: other.view)

    assert read_marked(page, DarkMarker(blind_to=other.view.grey.shape)).number == "257"
    assert read_marked(page, DarkMarker()).number == "4"


def test_a_closer_look_at_nothing_in_a_picture_of_nothing_finds_nothing(read_marked, monkeypatch):
    blank = np.full((100, 300), 255, np.uint8)
    monkeypatch.setattr("model.reader.look_closer", lambda *_: preprocess_grey(blank).view)

    reading = read_marked(blank, DarkMarker())

    assert (reading.number, reading.warnings) == ("", ("blank",))


def test_what_the_rules_find_no_ink_in_is_shown_to_the_finder(read_marked):
    """Ink that differs from its paper by so little that it could be grain."""
    grey = (250 + write("7") * (5 / 255)).astype(np.uint8)

    reading = read_marked(grey, Marker(write("7") < 128))

    assert (reading.number, reading.warnings) == ("7", ("low_contrast",))


@pytest.mark.parametrize(("part", "number"), [(1, "7"), (0.65, "7"), (0.55, ""), (0.04, "")])
def test_what_only_the_finder_sees_is_read_if_it_is_what_is_marked(read_marked, monkeypatch, part, number):
    """The look at what is marked finds a 7, which is marked surely or not."""
    seen = preprocess_grey(write("7"))
    monkeypatch.setattr(Preprocessed, "look_at_marks", lambda *_: seen)

    assert read_marked(np.full(seen.view.grey.shape, 255, np.uint8), Marker(part * (seen.labels > 0))).number == number


@pytest.mark.parametrize(("scale", "is_asked"), [(1, False), (2, False), (4, True)])
def test_the_finder_is_asked_about_large_pictures_however_clear_they_are(read_marked, scale, is_asked):
    """An edge of a table is as clear as a 1."""
    marker = DarkMarker()

    grey = write("2", shape=(220, 300)).repeat(scale, axis=0).repeat(scale, axis=1)
    assert read_marked(grey, marker, digit=0.99).number == "2"
    assert bool(marker.shown) is is_asked


def test_the_finder_is_asked_about_what_may_lie_in_a_shadow(read_marked):
    """A shadow with a sharp edge looks like a table beside the sheet, so that one clear digit is left."""
    digits = write("25", shape=(200, 240), pen=8)
    light = np.where(np.arange(240) < 75, 200, 80) + np.random.default_rng(0).normal(0, 2, digits.shape)
    grey = (light * (0.3 + 0.7 * digits / 255)).clip(0, 255).astype(np.uint8)

    assert len(preprocess_grey(grey).candidates) == 1
    assert read_marked(grey, Marker(digits < 128), digit=0.99).number == "25"


def test_what_is_not_marked_is_less_sure(read_marked):
    grey = write("2")

    marked, unmarked = (
        measure_confidence(read_marked(grey, Marker(marks), digit=0.85)) for marks in (grey < 128, np.zeros(grey.shape))
    )

    assert unmarked < 0.01
    assert marked > 0.9


def test_a_clear_digit_is_as_sure_as_pictures_of_such_digits_are_right(read):
    (digit,) = read(write("7", shape=(100, 100)), digit=0.95, none=0.01).digits

    assert digit.confidence == pytest.approx(to_confidence(0.95), abs=1e-5)


def test_pictures_of_one_batch_keep_their_order(known, encode):
    reader = Reader(Matcher(known), 1_000_000, belief=BELIEF)
    texts = ["", "20", "", "7", "3 5", ""]
    batch = [reader.prepare(encode(write(text, shape=(220, 300)))) for text in texts]

    assert [each.number for each in reader.read(batch)] == texts
    assert [each.number for each in reader.read(batch[:1])] == [""]
    assert reader.read([]) == []


def test_unreadable_bytes_are_an_error_of_their_own(reader):
    with pytest.raises(UnreadablePictureError):
        reader.prepare(b"nothing")


def test_known_digits_are_read_surely(reader, boards, encode):
    with ThreadPoolExecutor(4) as pool:
        prepared = list(pool.map(reader.prepare, [encode(board) for board, _ in boards]))

    readings = reader.read(prepared)

    assert [reading.number for reading in readings] == [str(label) for _, label in boards]
    assert all(each.preprocess_ms > 0 for each in prepared)
    assert all(reading.digits[0].confidence > 0.9 for reading in readings)
    # One of the known zeros is a little in doubt when it is so much enlarged, and says so.
    assert [reading.warnings for reading in readings] == [(UNCERTAIN,), *[()] * (len(readings) - 1)]


@pytest.mark.parametrize("pen", [4, 6, 14, 40, 60])
def test_pens_of_all_kinds_are_read(reader, draw, encode, pen):
    (reading,) = reader.read([reader.prepare(encode(draw(pen=pen)))])

    assert reading.number == "7"


def test_warming_up_reads_something(reader):
    reader.warm_up()


def test_pictures_of_a_reading_can_be_shown(read):
    reading = read(write("27", shape=(300, 300)))

    assert Image.open(io.BytesIO(reading.preview)).size == (128, 128)
    assert Image.open(io.BytesIO(encode_tiles(reading.tiles))).size == (56, 28)
