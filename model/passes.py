"""A training on examples that lie in memory: each pass over them in an order of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from model.training_run import PEAK_GOING_ON, PEAK_LEARNING_RATE, run_epochs
from model.warm_start import take_weights

Floats = npt.NDArray[np.float32]
# What batch normalisation is to expect of weights that a network begins with is measured on so many examples.
EXAMPLES_TO_START = 256
# Makes a batch from the numbers of its examples, and what may be drawn at random for it.
Give = Callable[[npt.NDArray[np.intp], np.random.Generator], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Course:
    """How a training goes: `epochs` of `steps` batches, in an order that comes of `seed`.

    An unfinished run is kept in `work_dir`; a new one begins with the weights of the LiteRT file `start`, if there is
    one.
    """

    epochs: int
    steps: int
    seed: int
    work_dir: Path
    start: Path | None = None


def fit_passes(
    build: Callable[[], Any],
    loss: Any,
    give: Give,
    measure: Callable[[Any], str],
    *,
    count: int,
    batch_size: int,
    course: Course,
) -> Any:
    """Train what `build` builds on `count` examples, printing a line for each epoch.

    `measure` says how good the network is, with its averaged weights. A run goes on where the one in its `work_dir`
    stopped. Return the keras.Model with the average of its last weights.
    """
    import keras

    course.work_dir.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(course.seed)
    network = build()
    if course.start:
        some, _ = give(np.arange(min(count, EXAMPLES_TO_START)), np.random.default_rng(course.seed))
        take_weights(network, course.start, some)

    def tell(epoch: int, logs: dict[str, float]) -> None:
        print(f"epoch {epoch + 1:>2}/{course.epochs}  loss {logs['loss']:.4f}  {measure(network)}", flush=True)

    run_epochs(
        network,
        loss,
        lambda first: _stream_batches(give, count, batch_size, course, first_epoch=first),
        epochs=course.epochs,
        steps=course.steps,
        work_dir=course.work_dir,
        peak=PEAK_GOING_ON if course.start else PEAK_LEARNING_RATE,
        watch=keras.callbacks.LambdaCallback(on_epoch_end=tell),
    )
    return network


def _stream_batches(give: Give, count: int, batch_size: int, course: Course, *, first_epoch: int) -> Any:
    """Return a keras.utils.PyDataset of a course's epochs, from `first_epoch` on.

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
            return course.steps

        def __getitem__(self, index: int) -> tuple[Floats, Floats]:
            number, place = divmod(self.epoch * course.steps + index, batches_a_pass)
            if self.order[0] != number:
                self.order = number, np.random.default_rng([course.seed, number]).permutation(count)
            chosen = self.order[1][place * batch_size : (place + 1) * batch_size]
            return give(chosen, np.random.default_rng([course.seed, number, place]))

        def on_epoch_end(self) -> None:
            self.epoch += 1

    return Batches()
