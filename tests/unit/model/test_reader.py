"""The path from bytes to a reading, as the worker and the evaluation take it."""

import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from model.classifier import Classifier
from model.picture import UnreadablePictureError
from model.preprocess import Preprocessed
from model.reader import Prepared, Reader, encode_tiles


def read_one(reader, data):
    (reading,) = reader.read([reader.prepare(data)])
    return reading


def test_boards_are_read(reader, boards, encode):
    readings = reader.read([reader.prepare(encode(board)) for board, _ in boards])

    assert [reading.number for reading in readings] == [str(label) for _, label in boards]
    for reading in readings:
        (digit,) = reading.digits
        assert digit.digit == int(reading.number)
        assert digit.confidence == max(digit.probabilities) > 0.9
        assert abs(sum(digit.probabilities) - 1) < 1e-6
        assert all(round(each, 6) == each for each in digit.probabilities)
        assert (reading.width, reading.height, reading.warnings) == (500, 500, ())
        assert reading.tiles.shape == (1, 28, 28)


def vary_files(board, encode):
    """One board as many files that show the same digit."""
    image = Image.fromarray(board)
    transparent = Image.new("RGBA", image.size, (0, 0, 0, 0))
    transparent.putalpha(Image.fromarray(255 - board))
    turned, exif = image.transpose(Image.Transpose.ROTATE_90), Image.Exif()
    exif[0x0112] = 6
    return {
        "white on black": encode(255 - board),
        "16 bits": encode(board.astype(np.uint16) * 257),
        "palette": encode(image.convert("P")),
        "CMYK": encode(image.convert("CMYK"), "JPEG"),
        "1 bit": encode(image.convert("1", dither=Image.Dither.NONE)),
        "transparent": encode(transparent),
        "turned by EXIF": encode(turned, "JPEG", exif=exif),
        "poor JPEG": encode(image, "JPEG", quality=20),
        "GIF": encode(image, "GIF"),
        "WebP": encode(image, "WEBP"),
        "BMP": encode(image, "BMP"),
        "small": encode(image.resize((40, 40))),
        "large": encode(image.resize((1000, 1000))),
        "in a corner": encode(np.pad(board, ((0, 300), (250, 0)), constant_values=255)),
        "turned by 10 degrees": encode(image.rotate(10, fillcolor=255)),
        "faint": encode((200 + board * (50 / 255)).astype(np.uint8)),
    }


def test_every_kind_of_file_gives_the_same_digit(reader, boards, encode):
    for board, label in boards[::2]:
        files = vary_files(board, encode)

        readings = reader.read([reader.prepare(data) for data in files.values()])

        assert dict(zip(files, (reading.number for reading in readings), strict=True)) == dict.fromkeys(
            files, str(label)
        )


@pytest.mark.parametrize("pen", [6, 14, 40, 60])
def test_pens_of_all_kinds_are_read(reader, draw, encode, pen):
    assert read_one(reader, encode(draw(pen=pen))).number == "7"


def test_blank_has_no_number(reader, encode):
    reading = read_one(reader, encode(np.full((300, 200), 255, np.uint8)))

    assert (reading.number, reading.digits, reading.warnings) == ("", (), ("blank",))
    assert (reading.width, reading.height) == (200, 300)
    assert reading.tiles.shape == (0, 28, 28)


def test_blank_and_digits_in_one_batch_keep_their_order(reader, boards, encode):
    blank = reader.prepare(encode(np.zeros((28, 28), np.uint8)))
    (first, first_label), (other, other_label) = boards[2], boards[7]
    batch = [blank, reader.prepare(encode(first)), blank, reader.prepare(encode(other))]

    assert [each.number for each in reader.read(batch)] == ["", str(first_label), "", str(other_label)]
    assert [each.number for each in reader.read([blank, blank])] == ["", ""]
    assert reader.read([]) == []


def test_unreadable_bytes_are_an_error_of_their_own(reader):
    with pytest.raises(UnreadablePictureError):
        reader.prepare(b"nothing")


def test_pictures_are_prepared_in_threads(reader, boards, encode):
    with ThreadPoolExecutor(4) as pool:
        prepared = list(pool.map(reader.prepare, [encode(board) for board, _ in boards]))

    assert [reading.number for reading in reader.read(prepared)] == [str(label) for _, label in boards]
    assert all(each.preprocess_ms > 0 for each in prepared)


class Sure:
    """A runtime that reads a tile's first pixel as its digit, with the confidence that was asked for."""

    def __init__(self, logit):
        self.logit = logit

    def compute_logits(self, batch):
        logits = np.zeros((len(batch), 10), np.float32)
        logits[np.arange(len(batch)), batch[:, 0, 0, 0].astype(int)] = self.logit
        return logits


@pytest.fixture
def three_digits():
    """A picture with 4 and 0 on its first line and 7 on its second."""
    tiles = np.zeros((3, 28, 28), np.uint8)
    tiles[:, 0, 0] = [4, 0, 7]
    boxes = [[0, 0, 9, 9], [10, 0, 9, 9], [0, 20, 9, 9]]
    return Prepared(30, 30, Preprocessed(tiles, boxes, [0, 0, 1], ("low_contrast",)), b"", 0.1)


@pytest.mark.parametrize(("logit", "warnings"), [(20.0, ("low_contrast",)), (1.0, ("low_contrast", "uncertain"))])
def test_several_digits_and_doubts(golden, three_digits, logit, warnings):
    sure = Classifier(
        version="v", runtime="litert", network=Sure(logit), temperature=1.0, uncertain_below=0.5, golden=golden
    )

    (reading,) = Reader(sure, 100).read([three_digits])

    assert reading.number == "40 7"
    assert [digit.line for digit in reading.digits] == [0, 0, 1]
    assert reading.digits[1].box == [10, 0, 9, 9]
    assert reading.warnings == warnings


def test_pictures_of_a_reading_can_be_shown(reader, boards, encode):
    reading = read_one(reader, encode(boards[0][0]))

    assert Image.open(io.BytesIO(reading.preview)).size == (128, 128)
    assert Image.open(io.BytesIO(encode_tiles(reading.tiles))).size == (28, 28)
