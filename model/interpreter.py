"""A converted network on LiteRT, with one thread: XNNPACK computes, and TensorFlow is not needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class Interpreter:
    """A loaded network of one input and one output, for batches of one `shape`, by default that of the file.

    For one thread at a time, and to be loaded after any fork. Raises ValueError without a file.
    """

    def __init__(self, path: Path, shape: tuple[int, ...] | None = None) -> None:
        from ai_edge_litert import interpreter

        self._interpreter: Any = interpreter.Interpreter(str(path), num_threads=1)
        self._input = self._interpreter.get_input_details()[0]["index"]
        if shape is not None:
            self._interpreter.resize_tensor_input(self._input, shape)
        self._interpreter.allocate_tensors()
        self._output = self._interpreter.get_output_details()[0]["index"]

    def compute(self, batch: Floats) -> Floats:
        """Run the network on a batch of the shape, and return a copy of what it gives."""
        self._interpreter.set_tensor(self._input, batch)
        self._interpreter.invoke()
        computed: Floats = self._interpreter.get_tensor(self._output)
        return computed
