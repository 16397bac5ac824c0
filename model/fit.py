"""Fit the network: AdamW with a cosine schedule, an average of the weights, the best epoch on validation kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.ahead import batches_ahead
from model.batches import STEPS_AN_EPOCH, make_batches
from model.dataset import Dataset
from model.network import build_network
from model.progress import EpochLine, make_progress, read_history

PEAK_LEARNING_RATE = 2e-3
WARM_UP_SHARE = 0.05
WEIGHT_DECAY = 2e-2
LABEL_SMOOTHING = 0.05
# The weights that serve are an average over about the last 1 / (1 - 0.999) steps.
EMA_MOMENTUM = 0.999


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
    network.compile(
        optimizer=make_optimizer(epochs * steps),
        loss=keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=LABEL_SMOOTHING),
        # In TensorFlow compiled code trains no faster on CPU cores, and takes a minute to compile.
        jit_compile=keras.backend.backend() != "tensorflow",
    )
    first_epoch = restore_state(network, work_dir, steps)
    with batches_ahead(data.train, seed, processes) as make:
        network.fit(
            make_batches(make, first_epoch, steps),
            initial_epoch=first_epoch,
            epochs=epochs,
            verbose=0,
            # The state is saved with the weights in training, before the averaged ones take their place.
            callbacks=[
                keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: save_state(network, work_dir)),
                keras.callbacks.SwapEMAWeights(swap_on_epoch=True),
                make_progress(work_dir, epochs, data.validation),
            ],
        )
    history = read_history(work_dir)
    best = max(history, key=lambda line: line.score)
    network.load_weights(work_dir / "best.weights.h5")
    # A network that was never compiled is saved without the optimizer's state, three times its size.
    finished = build_network()
    finished.set_weights(network.get_weights())
    return Fitted(finished, seed, epochs, best, history)


def make_optimizer(steps: int) -> Any:
    """AdamW whose rate rises to its peak in the first steps, then falls to 0 along a cosine."""
    import keras

    warm_up = int(WARM_UP_SHARE * steps)
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, steps - warm_up, warmup_target=PEAK_LEARNING_RATE, warmup_steps=warm_up
    )
    return keras.optimizers.AdamW(rate, weight_decay=WEIGHT_DECAY, use_ema=True, ema_momentum=EMA_MOMENTUM)


def save_state(network: Any, work_dir: Path) -> None:
    """Save weights and optimizer; the rename keeps the last good state if the process ends while it writes."""
    unfinished = work_dir / "unfinished.weights.h5"
    network.save_weights(unfinished)
    unfinished.replace(work_dir / "last.weights.h5")


def restore_state(network: Any, work_dir: Path, steps_an_epoch: int) -> int:
    """Load what `save_state` saved, if anything, and return the number of epochs done."""
    state = work_dir / "last.weights.h5"
    if not state.exists():
        return 0
    network.optimizer.build(network.trainable_variables)
    network.load_weights(state)
    return int(network.optimizer.iterations) // steps_an_epoch
