"""MNIST: found, split, and taken through the same preprocessing that serves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.picture import Picture
from model.preprocess import preprocess

DEFAULT_PATH = Path(__file__).resolve().parents[2] / "shared" / "data" / "mnist.npz"
# The last tiles of the training set choose between epochs and fit the temperature; they are never trained on.
VALIDATION_SIZE = 5_000


class MissingDataError(Exception):
    """The data file is not there; the message says in one line where to get it."""


@dataclass(frozen=True)
class LabelledTiles:
    """Tiles uint8 (n, 28, 28) as preprocessing leaves them, and their labels int64 (n,), 0 to 9."""

    tiles: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class Dataset:
    """The train split, to fit, and the validation split, to choose; with the name and SHA-256 of their file."""

    train: LabelledTiles
    validation: LabelledTiles
    name: str
    sha256: str


def load_dataset(path: Path, validation_size: int = VALIDATION_SIZE) -> Dataset:
    """Load MNIST's training set from `mnist.npz` as Keras has it, preprocessed and split. The test set is not read.

    Preprocessing takes some seconds and is done again each time: a cache on disk could outlive a change of the code.
    Raises MissingDataError.
    """
    content = _read_file(path)
    with np.load(path) as arrays:
        labelled = _preprocess_digits(arrays["x_train"], arrays["y_train"])
    last_train = len(labelled) - validation_size
    return Dataset(
        train=LabelledTiles(labelled.tiles[:last_train], labelled.labels[:last_train]),
        validation=LabelledTiles(labelled.tiles[last_train:], labelled.labels[last_train:]),
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def load_test_pictures(path: Path) -> LabelledTiles:
    """Load MNIST's test set, not preprocessed, for evaluation alone. Raises MissingDataError."""
    _read_file(path)
    with np.load(path) as arrays:
        return LabelledTiles(arrays["x_test"], arrays["y_test"].astype(np.int64))


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = (
            f"No data at {path}: give --data PATH of MNIST as mnist.npz (Y. LeCun, C. Cortes, C. J. C. Burges),"
            " which keras.datasets.mnist.load_data() downloads to ~/.keras/datasets."
        )
        raise MissingDataError(message) from error


def _preprocess_digits(digits: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8]) -> LabelledTiles:
    """Preprocess pictures (n, side, side) of one digit each; one that seems blank would be an error in the data."""
    tiles = np.empty((len(digits), 28, 28), np.uint8)
    for index, digit in enumerate(digits):
        (tiles[index],) = preprocess(Picture(grey=digit, width=digit.shape[1], height=digit.shape[0])).tiles
    return LabelledTiles(tiles, labels.astype(np.int64))
