"""Batches for Keras out of examples that lie in memory: each pass over them in an order of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def stream_batches(
    give: Callable[[npt.NDArray[np.intp], np.random.Generator], tuple[Floats, Floats]],
    count: int,
    *,
    batch_size: int,
    seed: int,
    first_epoch: int,
    steps: int,
) -> Any:
    """Return a keras.utils.PyDataset of epochs of `steps` batches, from `first_epoch` on.

    `give` makes a batch from the numbers of its examples, below `count`, and what may be drawn at random for it. The
    same arguments give the same batches, also where a run goes on after a stop.
    """
    import keras

    batches_a_pass = count // batch_size

    class Batches(keras.utils.PyDataset):  # type: ignore[misc, name-defined, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.epoch = first_epoch
            self.order: tuple[int, npt.NDArray[np.intp]] = (-1, np.zeros(0, np.intp))

        def __len__(self) -> int:
            return steps

        def __getitem__(self, index: int) -> tuple[Floats, Floats]:
            number, place = divmod(self.epoch * steps + index, batches_a_pass)
            if self.order[0] != number:
                self.order = number, np.random.default_rng([seed, number]).permutation(count)
            chosen = self.order[1][place * batch_size : (place + 1) * batch_size]
            return give(chosen, np.random.default_rng([seed, number, place]))

        def on_epoch_end(self) -> None:
            self.epoch += 1

    return Batches()
