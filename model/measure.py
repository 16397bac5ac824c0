"""How right and how fast: figures of a classifier on labelled pictures, through the Reader that serves."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.calibrate import measure_ece, wilson_interval
from model.classifier import Classifier
from model.network import CLASSES
from model.picture import Picture
from model.preprocess import preprocess
from model.reader import Prepared, Reader

Digits = npt.NDArray[np.uint8]

BOARD_SIDE = 500
READ_AT_ONCE = 256
TIMED_SECONDS = 2.0


@dataclass(frozen=True)
class Accuracy:
    """What came of `total` pictures of one digit; `interval` is Wilson's of 95 %, `confusion` int64 (10, 10).

    Rows of `confusion` are labels, columns answers. A picture found blank counts as wrong and in no column.
    """

    right: int
    total: int
    interval: tuple[float, float]
    ece: float
    confusion: npt.NDArray[np.int64]

    @property
    def share(self) -> float:
        """Right answers of all."""
        return self.right / self.total


def encode_png(digit: Digits) -> bytes:
    """Store a picture uint8 (height, width) as a PNG."""
    out = io.BytesIO()
    Image.fromarray(digit).save(out, "PNG", compress_level=1)
    return out.getvalue()


def draw_board(digit: Digits) -> Digits:
    """Draw a digit, 0 = background, black on a white board of 500x500, as if with a large pen."""
    board: Digits = np.asarray(Image.fromarray(255 - digit).resize((BOARD_SIDE, BOARD_SIDE), Image.Resampling.BICUBIC))
    return board


def prepare_pictures(reader: Reader, pictures: Iterable[Digits]) -> list[Prepared]:
    """Take pictures through PNG files, decoding and preprocessing."""
    return [reader.prepare(encode_png(picture)) for picture in pictures]


def measure_accuracy(reader: Reader, prepared: list[Prepared], labels: npt.NDArray[np.int64]) -> Accuracy:
    """Read prepared pictures of one digit each, and compare with their labels."""
    confusion = np.zeros((CLASSES, CLASSES), np.int64)
    probabilities = np.zeros((len(prepared), CLASSES), np.float32)
    for start in range(0, len(prepared), READ_AT_ONCE):
        for index, reading in enumerate(reader.read(prepared[start : start + READ_AT_ONCE]), start):
            if reading.digits:
                probabilities[index] = reading.digits[0].probabilities
                confusion[labels[index], reading.digits[0].digit] += 1
    right = int(confusion.trace())
    return Accuracy(
        right, len(prepared), wilson_interval(right, len(prepared)), measure_ece(probabilities, labels), confusion
    )


def time_classifier(classifier: Classifier, tiles: Digits, batch_size: int) -> float:
    """Microseconds a tile in batches of `batch_size`: the median of 2 seconds."""
    batch = tiles[:batch_size]
    return _time(lambda: classifier.classify(batch)) * 1e6 / batch_size


def time_preprocess(picture: Digits) -> float:
    """Milliseconds of preprocessing for a decoded picture: the median of 2 seconds."""
    decoded = Picture(grey=picture, width=picture.shape[1], height=picture.shape[0])
    return _time(lambda: preprocess(decoded)) * 1e3


def _time(call: Callable[[], object]) -> float:
    """Median seconds of a call, repeated for 2 seconds after a first one that is not counted."""
    call()
    durations: list[float] = []
    while sum(durations) < TIMED_SECONDS:
        started = time.perf_counter()
        call()
        durations.append(time.perf_counter() - started)
    return float(np.median(durations))
