"""Fit how far to believe a reading, and write what serves.

    python -m model.belief.train

To be run again whenever the CNN, the finder or the strip reader was trained. It reads pictures of the validation
split's digits, as the networks know those that they were trained on too well. On 2 cores it takes 10 minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from model.belief.believe import DEFAULT_PATH, save_belief
from model.belief.examples import make_looks
from model.belief.fit import find_best, fit_belief
from model.calibrate import measure_gap
from model.data import load_mnist
from model.dataset import split_sources
from model.training_command import make_data_parser, run_command

PICTURES, OTHER_PICTURES = 15_000, 3_000
# Other pictures than the networks are trained and validated on, and than those of the model card.
SEED, OTHER_SEED = 31, 32


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 1 without data, 130 after Ctrl-C."""
    options = _parse(arguments)
    return run_command(lambda: train_belief(options), "Nothing was written; the same command begins anew.")


def train_belief(options: argparse.Namespace) -> None:
    """Look at pictures, fit, write what serves, and say how it does on pictures that it was not fitted on."""
    _, sources = split_sources(load_mnist(options.mnist), options.strokes)
    looks = make_looks(sources, options.pictures, SEED)
    belief = fit_belief(looks)
    save_belief(belief, options.out)
    others = make_looks(sources, OTHER_PICTURES, OTHER_SEED)
    best = find_best(others, belief.preferred)
    right, off = others.right[best], measure_gap(belief.compute(others.facts[best]), others.right[best])
    print(f"Fitted on {len(looks.facts):,} looks at {options.pictures:,} pictures, and wrote {options.out}.")
    print(
        f"Of {OTHER_PICTURES:,} others {len(right):,} were looked at in several ways: of {right.sum():,} the number is "
        f"right, and belief is off by {off:.1%}."
    )


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = make_data_parser("python -m model.belief.train", "Fit how far to believe what is read.")
    parser.add_argument("--pictures", type=int, default=PICTURES, help="how many are made and read")
    parser.add_argument("--out", type=Path, default=DEFAULT_PATH, help="the file to write")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
