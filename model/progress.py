"""What a training run tells while it runs, and which epoch it keeps."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from model.dataset import Split
from model.network import NO_DIGIT_CLASS, compute_logits

HISTORY = "history.jsonl"


@dataclass(frozen=True)
class EpochLine:
    """One epoch, counted from 1: the mean training loss, and figures on the validation split.

    `mnist` and `simulated` are accuracies on digits, `none` the share of what is no digit that is taken for that.
    """

    epoch: int
    loss: float
    mnist: float
    simulated: float
    none: float

    @property
    def score(self) -> float:
        """What epochs are chosen by."""
        return score_digits(self.mnist, self.simulated)


def score_digits(mnist: float, simulated: float) -> float:
    """Score epochs and seeds by their accuracies: the digits alone, both kinds with equal weight."""
    return (mnist + simulated) / 2


def read_history(work_dir: Path) -> list[EpochLine]:
    """Read the epochs of the run in `work_dir`, oldest first; none if it has not begun."""
    path = work_dir / HISTORY
    lines = path.read_text().splitlines() if path.exists() else []
    return [EpochLine(**json.loads(line)) for line in lines]


def write_history(directory: Path, lines: list[EpochLine]) -> None:
    """Write epochs, a line of JSON each."""
    (directory / HISTORY).write_text("".join(json.dumps(asdict(line)) + "\n" for line in lines))


def make_progress(work_dir: Path, epochs: int, validation: Split) -> Any:
    """Return a keras callback that validates, prints and records each epoch, and saves the weights of the best one.

    It must come after SwapEMAWeights, so that the weights it saves are those that it validates.
    """
    import keras

    class Progress(keras.callbacks.Callback):  # type: ignore[misc, name-defined, unused-ignore]
        def on_train_begin(self, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002 - Keras's signature.
            self.started = time.monotonic()
            self.done = 0

        def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
            line = EpochLine(epoch + 1, logs["loss"], *_validate(self.model, validation))
            earlier = [past for past in read_history(work_dir) if past.epoch < line.epoch]
            is_best = line.score > max((past.score for past in earlier), default=-1.0)
            if is_best:
                self.model.save_weights(work_dir / "best.weights.h5")
            write_history(work_dir, [*earlier, line])
            self.done += 1
            left = (time.monotonic() - self.started) / self.done * (epochs - line.epoch)
            print(_describe(line, epochs, left, is_best), flush=True)

    return Progress()


def _validate(network: Any, validation: Split) -> tuple[float, float, float]:
    """Return the share that is right of MNIST, of simulated digits, and of what is no digit."""
    shares = []
    for data in (validation.mnist, validation.simulated, validation.none):
        logits = compute_logits(network, data.tiles)
        # A digit counts as read even where no digit is more probable: that is for the threshold to say.
        answers = logits[:, :NO_DIGIT_CLASS] if data is not validation.none else logits
        shares.append(float((answers.argmax(axis=1) == data.labels).mean()))
    return shares[0], shares[1], shares[2]


def _describe(line: EpochLine, epochs: int, seconds_left: float, is_best: bool) -> str:
    return (
        f"epoch {line.epoch:>2}/{epochs}  loss {line.loss:.4f}  MNIST {line.mnist:.2%}  simulated {line.simulated:.2%}"
        f"  no digit {line.none:.1%}{' (best)' if is_best else ''}  about {seconds_left / 60:.0f} min left"
    )
