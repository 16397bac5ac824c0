"""What the commands that train share: where the data is, and how they end."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from model import data
from model.artifact import hash_file
from model.data import MissingDataError
from model.passes import Course
from model.simulate import strokes
from model.warm_start import OtherNetworkError

# What a network's command says after Ctrl-C.
GOES_ON = "The same command goes on after the last finished epoch."


def make_data_parser(prog: str, about: str) -> argparse.ArgumentParser:
    """Make the parser of a command that learns from what is known, with the options for its data."""
    parser = argparse.ArgumentParser(
        prog=prog, description=about, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("--mnist", type=Path, default=data.DEFAULT_PATH, help="MNIST as mnist.npz, with Keras's keys")
    parser.add_argument("--strokes", type=Path, default=strokes.DEFAULT_PATH, help="pen strokes, a JSON line a digit")
    return parser


def make_parser(prog: str, about: str, *, epochs: int, steps: int) -> argparse.ArgumentParser:
    """Make the parser of a command that trains a network, with options for its length too, by default as given."""
    parser = make_data_parser(prog, f"{about} Ctrl-C stops; the same command goes on.")
    parser.add_argument("--epochs", type=int, default=epochs, help="how many; the learning rate falls to 0 over them")
    parser.add_argument("--steps", type=int, default=steps, help="batches an epoch")
    return parser


def add_course_options(parser: argparse.ArgumentParser, *, out: Path, work: Path) -> None:
    """Add what the commands have that train one network on examples in memory; see `plan_course`."""
    parser.add_argument("--seed", type=int, default=1, help="of weights and order")
    parser.add_argument(
        "--start", type=_find_file, help="the LiteRT file whose weights it goes on from (default: none)"
    )
    parser.add_argument("--out", type=Path, default=out, help="the LiteRT file to write")
    parser.add_argument("--work", type=Path, default=work, help="where an unfinished run is kept")


def _find_file(path: str) -> Path:
    """Refuse at once what would only be missed when all examples are made."""
    if not Path(path).is_file():
        raise argparse.ArgumentTypeError(f"there is no file {path}")
    return Path(path)


def plan_course(options: argparse.Namespace, examples: str) -> Course:
    """Make the course that the options ask for; `examples` tells apart what is trained on, in the name of the run.

    So does what a start file holds: where the command writes over it, the same command trains further once more.
    """
    begun = f"from-{hash_file(options.start)[:8]}-" if options.start else ""
    run = f"{begun}seed-{options.seed}-{examples}-epochs-{options.epochs}x{options.steps}"
    return Course(options.epochs, options.steps, options.seed, options.work / run, options.start)


def run_command(train: Callable[[], None], after_stop: str = GOES_ON) -> int:
    """Train, and return the command's exit status: 0, 1 without what it needs, 130 after Ctrl-C."""
    try:
        train()
    except (MissingDataError, OtherNetworkError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped. {after_stop}", file=sys.stderr)
        return 130
    return 0
