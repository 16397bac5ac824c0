"""Fit the network, and keep the epoch that is best on validation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.ahead import batches_ahead
from model.batches import STEPS_AN_EPOCH, make_batches
from model.dataset import Dataset
from model.network import build_network
from model.progress import EpochLine, make_progress, read_history
from model.training_run import run_epochs

LABEL_SMOOTHING = 0.05


@dataclass(frozen=True)
class Fitted:
    """The keras.Model with the weights of its best epoch, and the lines of all epochs, in order."""

    network: Any
    seed: int
    epochs: int
    best: EpochLine
    history: list[EpochLine]


def fit_network(
    data: Dataset, epochs: int, *, seed: int, work_dir: Path, steps: int = STEPS_AN_EPOCH, processes: int = 0
) -> Fitted:
    """Train for `epochs` of `steps` batches, printing a line an epoch; continue the interrupted run in `work_dir`.

    `processes` others make the batches. Repeatable but for the order in which a machine's threads add floating-point
    numbers.
    """
    import keras

    work_dir.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(seed)
    network = build_network()
    loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=LABEL_SMOOTHING)
    watch = make_progress(work_dir, epochs, data.validation)
    with batches_ahead(data.train, seed, processes) as make:
        run_epochs(
            network,
            loss,
            lambda first: make_batches(make, first, steps),
            epochs=epochs,
            steps=steps,
            work_dir=work_dir,
            watch=watch,
        )
    history = read_history(work_dir)
    best = max(history, key=lambda line: line.score)
    network.load_weights(work_dir / "best.weights.h5")
    # A network that was never compiled is saved without the optimizer's state, three times its size.
    finished = build_network()
    finished.set_weights(network.get_weights())
    return Fitted(finished, seed, epochs, best, history)
