"""The train split as shuffled, augmented batches; which batch holds what depends on seed and epoch alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from model.augment import augment_tiles
from model.data import LabelledTiles
from model.network import CLASSES


def make_batches(data: LabelledTiles, batch_size: int, seed: int, first_epoch: int = 0) -> Any:
    """Return a keras.utils.PyDataset of (float32 (b, 28, 28, 1) grey levels, float32 (b, 10) one-hot labels).

    It counts its epochs from `first_epoch`, so that a resumed training sees what an unbroken one would have.
    """
    import keras

    class Batches(keras.utils.PyDataset):  # type: ignore[misc, name-defined, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.epoch = first_epoch
            self.order = _shuffle(len(data), seed, first_epoch)

        def __len__(self) -> int:
            return len(data) // batch_size

        def __getitem__(self, index: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
            chosen = self.order[index * batch_size : (index + 1) * batch_size]
            rng = np.random.default_rng([seed, self.epoch, index])
            return as_input(augment_tiles(data.tiles[chosen], rng)), one_hot(data.labels[chosen])

        def on_epoch_end(self) -> None:
            self.epoch += 1
            self.order = _shuffle(len(data), seed, self.epoch)

    return Batches()


def as_input(tiles: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Give tiles uint8 (n, 28, 28) the network's type and shape: float32 (n, 28, 28, 1), still 0 to 255."""
    return tiles[..., np.newaxis].astype(np.float32)


def one_hot(labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Turn labels (n,) into float32 (n, 10) with a 1 in the label's column."""
    return np.eye(CLASSES, dtype=np.float32)[labels]


def _shuffle(count: int, seed: int, epoch: int) -> npt.NDArray[np.int64]:
    return np.random.default_rng([seed, epoch]).permutation(count)
