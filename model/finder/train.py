"""Train the finder and write what serves.

    python -m model.finder.train

On 2 cores it takes 95 minutes. The test set is never looked at. What ships was trained further, with `--start`, from
what shipped before: ADR 19.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from model.convert import convert_network
from model.data import load_mnist
from model.dataset import split_sources
from model.finder.examples import make_examples
from model.finder.find import DEFAULT_PATH
from model.finder.fit import fit_finder, measure_overlaps
from model.training_command import add_course_options, make_parser, plan_course, run_command

WORK_DIR = Path("build") / "training" / "finder"
EXAMPLES, VALIDATION_EXAMPLES = 72_000, 1_000
EPOCHS, STEPS_AN_EPOCH = 20, 500
# Other pictures than the CNN is trained and validated on.
TRAIN_SEED, VALIDATION_SEED = 11, 12


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 1 without data, 130 after Ctrl-C."""
    options = _parse(arguments)
    return run_command(lambda: train_finder(options))


def train_finder(options: argparse.Namespace) -> None:
    """Simulate the pictures, train, and write what serves."""
    of_train, of_validation = split_sources(load_mnist(options.mnist), options.strokes)
    train = make_examples(of_train, options.examples, TRAIN_SEED)
    validation = make_examples(of_validation, VALIDATION_EXAMPLES, VALIDATION_SEED)
    network = fit_finder(train, validation, plan_course(options, f"examples-{options.examples}"))
    convert_network(network, options.out)
    ink, seams = measure_overlaps(network, validation)
    print(f"Validation pictures: {ink:.1%} of the ink and {seams:.1%} of the seams overlap with what was found.")
    print(f"Wrote {options.out}. See what it is worth with `make evaluate`.")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = make_parser(
        "python -m model.finder.train",
        "Train the network that finds digits in pictures.",
        epochs=EPOCHS,
        steps=STEPS_AN_EPOCH,
    )
    parser.add_argument("--examples", type=int, default=EXAMPLES, help="how many pictures are simulated")
    add_course_options(parser, out=DEFAULT_PATH, work=WORK_DIR)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
