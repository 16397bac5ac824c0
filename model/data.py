"""The data: MNIST and real pen strokes, split, and taken through the same preprocessing that serves."""

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
    """Tiles uint8 (n, 28, 28), and their labels int64 (n,): 0 to 9, and 10 for what is no digit."""

    tiles: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)

    def choose(self, chosen: npt.NDArray[np.bool_] | npt.NDArray[np.intp] | slice) -> LabelledTiles:
        """Return some of the tiles."""
        return LabelledTiles(self.tiles[chosen], self.labels[chosen])


@dataclass(frozen=True)
class Mnist:
    """MNIST's training set as it is, split: the train part to fit, the validation part to choose."""

    train: LabelledTiles
    validation: LabelledTiles
    sha256: str


def load_mnist(path: Path, validation_size: int = VALIDATION_SIZE) -> Mnist:
    """Load MNIST's training set from `mnist.npz` as Keras has it. The test set is not read. Raises MissingDataError."""
    content = _read_file(path)
    with np.load(path) as arrays:
        labelled = LabelledTiles(arrays["x_train"], arrays["y_train"].astype(np.int64))
    last_train = len(labelled) - validation_size
    return Mnist(
        train=labelled.choose(slice(last_train)),
        validation=labelled.choose(slice(last_train, None)),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def load_test_pictures(path: Path) -> LabelledTiles:
    """Load MNIST's test set, for evaluation alone. Raises MissingDataError."""
    _read_file(path)
    with np.load(path) as arrays:
        return LabelledTiles(arrays["x_test"], arrays["y_test"].astype(np.int64))


def preprocess_digits(pictures: LabelledTiles) -> LabelledTiles:
    """Preprocess pictures uint8 (n, height, width) of one digit each: the tile of the most ink that is found together.

    It takes some seconds and is done again each time: a cache on disk could outlive a change of the code. A picture
    that seems blank would be an error in the data, and raises ValueError.
    """
    tiles = np.empty((len(pictures), 28, 28), np.uint8)
    for index, grey in enumerate(pictures.tiles):
        found = preprocess(Picture(grey=grey, width=grey.shape[1], height=grey.shape[0])).candidates
        tiles[index] = max(found, key=lambda each: each.piece.width * each.piece.height).tile
    return LabelledTiles(tiles, pictures.labels)


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = (
            f"No data at {path}: give --mnist PATH of MNIST as mnist.npz (Y. LeCun, C. Cortes, C. J. C. Burges),"
            " which keras.datasets.mnist.load_data() downloads to ~/.keras/datasets."
        )
        raise MissingDataError(message) from error
