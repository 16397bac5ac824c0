"""The strip reader at work, on LiteRT, which needs no TensorFlow."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from model.interpreter import Interpreter
from model.strips.decode import Floats
from model.strips.strip import Grey, standardise_strips

DEFAULT_PATH = Path(__file__).with_name("strips.tflite")


class StripReader:
    """A loaded strip reader, for one thread at a time. Load it after any fork. Raises ValueError without a file."""

    def __init__(self, path: Path = DEFAULT_PATH) -> None:
        self._interpreter = Interpreter(path)

    def read(self, strip: Grey) -> Floats:
        """Read a strip uint8 (HEIGHT, WIDTH, CHANNELS): float32 (COLUMNS, CLASSES + SIDES)."""
        columns: Floats = self._interpreter.compute(standardise_strips(strip[np.newaxis]))[0]
        return columns
