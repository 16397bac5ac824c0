"""The train split as shuffled, augmented batches; which batch holds what depends on the seed and its number alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from model.augment import FULL, GENTLE, augment_tiles
from model.damage import damage_tiles
from model.data import LabelledTiles
from model.dataset import Split
from model.network import CLASSES, as_input

BATCH_SIZE = 128
# Of each batch: MNIST's tiles, and tiles of no digit; the rest are simulated digits.
MNIST_SHARE, NONE_SHARE = 0.4, 0.16
STEPS_AN_EPOCH = 1_000


class Stream:
    """The tiles of one kind in an endless order, each pass over them shuffled anew."""

    def __init__(self, data: LabelledTiles, seed: list[int]) -> None:
        self._data = data
        self._seed = seed
        self._order: tuple[int, npt.NDArray[np.intp]] = (-1, np.zeros(0, np.intp))

    def take(self, start: int, count: int) -> LabelledTiles:
        """Return the `count` tiles from place `start` of the order on."""
        places = np.arange(start, start + count)
        passes, places = places // len(self._data), places % len(self._data)
        chosen = [self._shuffle(int(number))[places[passes == number]] for number in np.unique(passes)]
        return self._data.choose(np.concatenate(chosen))

    def _shuffle(self, number: int) -> npt.NDArray[np.intp]:
        if self._order[0] != number:
            self._order = number, np.random.default_rng([*self._seed, number]).permutation(len(self._data))
        return self._order[1]


class BatchMaker:
    """Makes the batches of a seed, each by its number."""

    def __init__(self, split: Split, seed: int) -> None:
        of_mnist, of_none = round(MNIST_SHARE * BATCH_SIZE), round(NONE_SHARE * BATCH_SIZE)
        self._seed = seed
        self._streams = (
            (Stream(split.mnist, [seed, 0]), of_mnist, FULL),
            (Stream(split.simulated, [seed, 1]), BATCH_SIZE - of_mnist - of_none, GENTLE),
            (Stream(split.none, [seed, 2]), of_none, GENTLE),
        )

    def make(self, number: int) -> LabelledTiles:
        """Return the batch of a number from 0: BATCH_SIZE tiles, damaged and augmented."""
        rng = np.random.default_rng([self._seed, 3, number])
        parts = [(stream.take(number * count, count), strength) for stream, count, strength in self._streams]
        tiles = [augment_tiles(damage_tiles(part.tiles, rng), rng, strength) for part, strength in parts]
        return LabelledTiles(np.concatenate(tiles), np.concatenate([part.labels for part, _ in parts]))


def make_batches(make: Callable[[int], LabelledTiles], first_epoch: int = 0, steps: int = STEPS_AN_EPOCH) -> Any:
    """Return a keras.utils.PyDataset of (float32 (b, 28, 28, 1) grey levels, float32 (b, 11) one-hot labels).

    `make` returns the batch of a number. Epochs are counted from `first_epoch`, so that a resumed training sees what an
    unbroken one would have.
    """
    import keras

    class Batches(keras.utils.PyDataset):  # type: ignore[misc, name-defined, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.epoch = first_epoch

        def __len__(self) -> int:
            return steps

        def __getitem__(self, index: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
            batch = make(self.epoch * steps + index)
            return as_input(batch.tiles), one_hot(batch.labels)

        def on_epoch_end(self) -> None:
            self.epoch += 1

    return Batches()


def one_hot(labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Turn labels (n,) into float32 (n, 11) with a 1 in the label's column."""
    return np.eye(CLASSES, dtype=np.float32)[labels]
