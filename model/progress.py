"""What a training run tells while it runs, and which epoch it keeps."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HISTORY = "history.jsonl"


@dataclass(frozen=True)
class EpochLine:
    """One epoch, counted from 1: mean training loss, and loss and accuracy on the validation split."""

    epoch: int
    loss: float
    validation_loss: float
    validation_accuracy: float


def read_history(work_dir: Path) -> list[EpochLine]:
    """Read the epochs of the run in `work_dir`, oldest first; none if it has not begun."""
    path = work_dir / HISTORY
    lines = path.read_text().splitlines() if path.exists() else []
    return [EpochLine(**json.loads(line)) for line in lines]


def make_progress(work_dir: Path, epochs: int) -> Any:
    """Return a keras callback that prints and records each epoch and saves the weights of the best one.

    It must come after SwapEMAWeights, so that the weights it saves are those that were validated.
    """
    import keras

    class Progress(keras.callbacks.Callback):  # type: ignore[misc, name-defined, unused-ignore]
        def on_train_begin(self, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002 - Keras's signature.
            self.started = time.monotonic()
            self.done = 0

        def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
            line = EpochLine(epoch + 1, logs["loss"], logs["val_loss"], logs["val_accuracy"])
            earlier = [past.validation_accuracy for past in read_history(work_dir) if past.epoch < line.epoch]
            is_best = line.validation_accuracy > max(earlier, default=-1.0)
            if is_best:
                self.model.save_weights(work_dir / "best.weights.h5")
            with (work_dir / HISTORY).open("a") as history:
                history.write(json.dumps(asdict(line)) + "\n")
            self.done += 1
            left = (time.monotonic() - self.started) / self.done * (epochs - line.epoch)
            print(_describe(line, epochs, left, is_best), flush=True)

    return Progress()


def _describe(line: EpochLine, epochs: int, seconds_left: float, is_best: bool) -> str:
    return (
        f"epoch {line.epoch:>2}/{epochs}  loss {line.loss:.4f}  validation loss {line.validation_loss:.4f}"
        f"  accuracy {line.validation_accuracy:.2%}{' (best)' if is_best else ''}"
        f"  about {seconds_left / 60:.0f} min left"
    )
