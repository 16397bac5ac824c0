"""Train the network and write an artifact for each seed.

    python -m model.train

On 2 cores a seed takes an hour, after 20 to 25 minutes of simulation. The test set is never looked at.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from model.artifact import ARTIFACTS, SHIPPED
from model.batches import STEPS_AN_EPOCH
from model.classifier import load_classifier
from model.dataset import Dataset, load_dataset
from model.export import write_artifact
from model.fit import Fitted, fit_network
from model.lookalikes import drop_lookalikes
from model.training_command import make_parser, run_command

WORK_DIR = Path("build") / "training"
EPOCHS = 40
# Of the first network, which only finds what is labelled wrongly.
FIRST_EPOCHS = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 1 without data, 130 after Ctrl-C."""
    options = _parse(arguments)
    return run_command(lambda: train_seeds(options))


def train_seeds(options: argparse.Namespace) -> None:
    """Simulate the data, and train each seed."""
    print("Preprocessing MNIST and simulating pictures (on 2 cores 25 minutes, the first time) ...", flush=True)
    dataset = load_dataset(options.mnist, options.strokes, options.work, options.scale)
    for seed in options.seeds:
        work_dir = options.work / f"seed-{seed}-epochs-{options.epochs}x{options.steps}"
        print(f"Seed {seed}, in {work_dir}:", flush=True)
        fit = partial(fit_network, seed=seed, steps=options.steps, processes=options.processes)
        train(dataset, fit, options.epochs, work_dir, options.out)
    print(f"To ship one, write its name into {SHIPPED}, and run `make evaluate`.")


def train(dataset: Dataset, fit: Callable[..., Fitted], epochs: int, work_dir: Path, out: Path) -> Path:
    """Fit, write the artifact below `out`, prove that both runtimes read its known digits, and return its directory.

    `fit` is `fit_network` with all but its data, its epochs and its directory.
    """
    first = fit(dataset, FIRST_EPOCHS, work_dir=work_dir / "first").network
    cleaned = Dataset(drop_lookalikes(first, dataset.train), drop_lookalikes(first, dataset.validation), dataset.sha256)
    fitted = fit(cleaned, epochs, work_dir=work_dir)
    artifact_dir = write_artifact(out, fitted, cleaned)
    load_classifier(artifact_dir, "tensorflow").check_golden()
    load_classifier(artifact_dir, "litert").check_golden()
    best = fitted.best
    print(f"Best epoch {best.epoch}: MNIST {best.mnist:.2%}, simulated {best.simulated:.2%} on the validation split.")
    print(f"Wrote {artifact_dir}.", flush=True)
    return artifact_dir


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = make_parser(
        "python -m model.train",
        "Train the CNN and write an artifact for each seed.",
        epochs=EPOCHS,
        steps=STEPS_AN_EPOCH,
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3], help="of weights, order and augmentation")
    parser.add_argument(
        "--processes", type=int, default=max(1, (os.cpu_count() or 1) - 1), help="how many make batches meanwhile"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="how many pictures are simulated, of the usual number")
    parser.add_argument("--out", type=Path, default=ARTIFACTS, help="where <model_version>/ is written")
    parser.add_argument("--work", type=Path, default=WORK_DIR, help="where simulated data and unfinished runs are kept")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
