"""A training that can be interrupted: AdamW along a cosine, an average of the weights, state kept after each epoch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

PEAK_LEARNING_RATE = 2e-3
# Of a network that has learned already, and goes on.
PEAK_GOING_ON = 1e-3
WARM_UP_SHARE = 0.05
WEIGHT_DECAY = 2e-2
# The weights that serve are an average over about the last 1 / (1 - 0.999) steps.
EMA_MOMENTUM = 0.999


def run_epochs(
    network: Any,
    loss: Any,
    make_batches: Callable[[int], Any],
    *,
    epochs: int,
    steps: int,
    work_dir: Path,
    watch: Any,
    peak: float = PEAK_LEARNING_RATE,
) -> None:
    """Fit a keras.Model for `epochs` of `steps` batches, from where the run in `work_dir` stopped.

    `peak` is the highest learning rate. `make_batches` returns the keras.utils.PyDataset of the epochs from a number
    on; `watch` is a callback that finds the averaged weights in the network at the end of each epoch, as who called
    does at the end.
    """
    import keras

    network.compile(
        optimizer=make_optimizer(epochs * steps, peak),
        loss=loss,
        # In TensorFlow compiled code trains no faster on CPU cores, and takes a minute to compile.
        jit_compile=keras.backend.backend() != "tensorflow",
    )
    first_epoch = restore_state(network, work_dir, steps)
    network.fit(
        make_batches(first_epoch),
        initial_epoch=first_epoch,
        epochs=epochs,
        verbose=0,
        # The state is saved with the weights in training, before the averaged ones take their place.
        callbacks=[
            keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: save_state(network, work_dir)),
            keras.callbacks.SwapEMAWeights(swap_on_epoch=True),
            watch,
        ],
    )


def make_optimizer(steps: int, peak: float) -> Any:
    """AdamW whose rate rises to its peak in the first steps, then falls to 0 along a cosine."""
    import keras

    warm_up = int(WARM_UP_SHARE * steps)
    rate = keras.optimizers.schedules.CosineDecay(0.0, steps - warm_up, warmup_target=peak, warmup_steps=warm_up)
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
