"""What the commands that train share: where the data is, and how they end."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from model import data
from model.data import MissingDataError
from model.simulate import strokes


def make_parser(prog: str, about: str, *, epochs: int, steps: int) -> argparse.ArgumentParser:
    """Make the parser of a command that trains, with the options for its data and its length, by default as given."""
    parser = argparse.ArgumentParser(
        prog=prog,
        description=f"{about} Ctrl-C stops; the same command goes on.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--mnist", type=Path, default=data.DEFAULT_PATH, help="MNIST as mnist.npz, with Keras's keys")
    parser.add_argument("--strokes", type=Path, default=strokes.DEFAULT_PATH, help="pen strokes, a JSON line a digit")
    parser.add_argument("--epochs", type=int, default=epochs, help="how many; the learning rate falls to 0 over them")
    parser.add_argument("--steps", type=int, default=steps, help="batches an epoch")
    return parser


def run_command(train: Callable[[], None]) -> int:
    """Train, and return the command's exit status: 0, 1 without data, 130 after Ctrl-C."""
    try:
        train()
    except MissingDataError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on after the last finished epoch.", file=sys.stderr)
        return 130
    return 0
