"""The strip reader at work, on LiteRT, which needs no TensorFlow."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from model.strips.decode import Floats
from model.strips.strip import Grey, standardise_strips

DEFAULT_PATH = Path(__file__).with_name("strips.tflite")


class StripReader:
    """A loaded strip reader, for one thread at a time. Load it after any fork. Raises ValueError without a file."""

    def __init__(self, path: Path = DEFAULT_PATH) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._interpreter = Interpreter(str(path), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._output = self._interpreter.get_output_details()[0]["index"]

    def read(self, strip: Grey) -> Floats:
        """Read a strip uint8 (HEIGHT, WIDTH, CHANNELS): float32 (COLUMNS, CLASSES + SIDES)."""
        self._interpreter.set_tensor(self._input, standardise_strips(strip[np.newaxis]))
        self._interpreter.invoke()
        return np.array(self._interpreter.get_tensor(self._output)[0])
