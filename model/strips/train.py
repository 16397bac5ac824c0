"""Train the strip reader and write what serves.

    python -m model.strips.train

The test set is never looked at. What ships was trained further, with `--start`, from what shipped before: ADR 21.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from model.convert import convert_network
from model.data import load_mnist
from model.dataset import split_sources
from model.strips.examples import make_examples
from model.strips.fit import fit_strip_reader, measure_right
from model.strips.read import DEFAULT_PATH
from model.training_command import add_course_options, make_parser, plan_course, run_command

WORK_DIR = Path("build") / "training" / "strips"
PICTURES, VALIDATION_PICTURES = 100_000, 1_500
EPOCHS, STEPS_AN_EPOCH = 30, 500
# Other pictures than the CNN and the finder are trained and validated on.
TRAIN_SEED, VALIDATION_SEED = 21, 22


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 1 without data, 130 after Ctrl-C."""
    options = _parse(arguments)
    return run_command(lambda: train_strip_reader(options))


def train_strip_reader(options: argparse.Namespace) -> None:
    """Simulate the strips, train, and write what serves."""
    of_train, of_validation = split_sources(load_mnist(options.mnist), options.strokes)
    validation = make_examples(of_validation, VALIDATION_PICTURES, VALIDATION_SEED)
    train = make_examples(of_train, options.pictures, TRAIN_SEED)
    network = fit_strip_reader(train, validation, plan_course(options, f"pictures-{options.pictures}"))
    convert_network(network, options.out)
    right = measure_right(network, validation)
    print(f"Of {len(validation)} strips of validation's writers {right:.1%} are read right.")
    print(f"Wrote {options.out}. See what it is worth with `make evaluate`.")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = make_parser(
        "python -m model.strips.train",
        "Train the network that reads lines of digits as a whole.",
        epochs=EPOCHS,
        steps=STEPS_AN_EPOCH,
    )
    parser.add_argument("--pictures", type=int, default=PICTURES, help="how many are simulated")
    add_course_options(parser, out=DEFAULT_PATH, work=WORK_DIR)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
