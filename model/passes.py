"""A training on examples that lie in memory: each pass over them in an order of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from model.training_run import run_epochs

Floats = npt.NDArray[np.float32]
# Makes a batch from the numbers of its examples, and what may be drawn at random for it.
Give = Callable[[npt.NDArray[np.intp], np.random.Generator], tuple[Floats, Floats]]


def fit_passes(
    build: Callable[[], Any],
    loss: Any,
    give: Give,
    measure: Callable[[Any], str],
    *,
    count: int,
    batch_size: int,
    seed: int,
    epochs: int,
    steps: int,
    work_dir: Path,
) -> Any:
    """Train what `build` builds on `count` examples, for `epochs` of `steps` batches, printing a line each.

    `measure` says how good the network is, with its averaged weights. A run goes on where the one in `work_dir`
    stopped. Return the keras.Model with the average of its last weights.
    """
    import keras

    work_dir.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(seed)
    network = build()

    def tell(epoch: int, logs: dict[str, float]) -> None:
        print(f"epoch {epoch + 1:>2}/{epochs}  loss {logs['loss']:.4f}  {measure(network)}", flush=True)

    run_epochs(
        network,
        loss,
        lambda first: _stream_batches(give, count, batch_size=batch_size, seed=seed, first_epoch=first, steps=steps),
        epochs=epochs,
        steps=steps,
        work_dir=work_dir,
        watch=keras.callbacks.LambdaCallback(on_epoch_end=tell),
    )
    return network


def _stream_batches(
    give: Give,
    count: int,
    *,
    batch_size: int,
    seed: int,
    first_epoch: int,
    steps: int,
) -> Any:
    """Return a keras.utils.PyDataset of epochs of `steps` batches, from `first_epoch` on.

    The same arguments give the same batches, also where a run goes on after a stop.
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
