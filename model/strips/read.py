"""The strip reader at work, on LiteRT, which needs no TensorFlow."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from model.interpreter import Interpreter
from model.strips.decode import Floats, compute_shares
from model.strips.network import CLASSES, STRIDE
from model.strips.strip import Grey, standardise_strips

DEFAULT_PATH = Path(__file__).with_name("strips.tflite")

# A line is read where it lies and beside that, by so many columns along it and so many pixels across it: the network
# looks at every second pixel or fewer, and reads a little otherwise where others are looked at.
MOVES = ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1))
# A probability is at least this much before its logarithm is taken.
_LEAST = 1e-12


class StripReader:
    """A loaded strip reader, for one thread at a time. Load it after any fork. Raises ValueError without a file."""

    def __init__(self, path: Path = DEFAULT_PATH) -> None:
        self._interpreter = Interpreter(path)

    def read(self, strip: Grey) -> Floats:
        """Read a strip uint8 (HEIGHT, WIDTH, CHANNELS): float32 (COLUMNS, CLASSES + SIDES).

        What is given of the classes are the logarithms of their probabilities.
        """
        columns = np.stack([self._read_moved(strip, *move) for move in MOVES])
        shares = np.stack([compute_shares(each) for each in columns]).mean(axis=0)
        sides = columns[..., CLASSES:].mean(axis=0)
        return np.asarray(np.concatenate([np.log(np.maximum(shares, _LEAST)), sides], axis=1), np.float32)

    def _read_moved(self, strip: Grey, along: int, across: int) -> Floats:
        moved = move_strip(strip, STRIDE * along, across)
        return np.roll(self._interpreter.compute(standardise_strips(moved[np.newaxis]))[0], -along, axis=0)


def move_strip(strip: Grey, along: int, across: int) -> Grey:
    """Return a strip (HEIGHT, WIDTH, CHANNELS) moved by so many pixels; those of its border are repeated."""
    far = max(abs(along), abs(across))
    wider = np.pad(strip, ((far, far), (far, far), (0, 0)), mode="edge")
    height, width = strip.shape[:2]
    return wider[far - across : far - across + height, far - along : far - along + width]
