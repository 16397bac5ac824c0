"""Three ways to compute the logits: TensorFlow, its LiteRT conversion, which needs no TensorFlow, and Keras on another
backend, where a GPU has one.

All are given only batches of a few fixed sizes, prepare each size once, and may be used by one thread at a time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from model.artifact import NETWORK_KERAS, NETWORK_TFLITE
from model.interpreter import Interpreter

Floats = npt.NDArray[np.float32]


class Runtime(Protocol):
    """Computes logits float32 (b, 10) for grey levels float32 (b, 28, 28, 1), b being one of the fixed sizes.

    `device` is `cpu` or `gpu`: a GPU is used where the runtime finds one.
    """

    device: str

    def compute_logits(self, batch: Floats) -> Floats:
        """Run the network on one batch. Raises MemoryError."""


class TensorflowRuntime:
    """The Keras network, traced once for each batch size."""

    def __init__(self, artifact_dir: Path) -> None:
        import keras
        import tensorflow as tf

        self._tf = tf
        gpus = tf.config.list_physical_devices("GPU")
        for gpu in gpus:
            # Otherwise the first process would take all of the GPU's memory, and the others of the pool find none.
            tf.config.experimental.set_memory_growth(gpu, True)
        self.device = "gpu" if gpus else "cpu"
        network = keras.models.load_model(artifact_dir / NETWORK_KERAS, compile=False)
        self._function = tf.function(lambda batch: network(batch, training=False))
        self._traced: dict[int, Any] = {}

    def compute_logits(self, batch: Floats) -> Floats:
        """See Runtime."""
        traced = self._traced.get(len(batch))
        if traced is None:
            traced = self._function.get_concrete_function(self._tf.TensorSpec(batch.shape, self._tf.float32))
            self._traced[len(batch)] = traced
        try:
            logits: Floats = traced(self._tf.constant(batch)).numpy()
        except self._tf.errors.ResourceExhaustedError as error:
            raise MemoryError(str(error)) from error
        return logits


class KerasRuntime:
    """The Keras network on the backend that KERAS_BACKEND names, `jax` or `torch`; Keras compiles it for each size."""

    def __init__(self, artifact_dir: Path) -> None:
        import keras

        self._network = keras.models.load_model(artifact_dir / NETWORK_KERAS, compile=False)
        self.device = keras.distribution.list_devices()[0].partition(":")[0]

    def compute_logits(self, batch: Floats) -> Floats:
        """See Runtime."""
        logits: Floats = self._network.predict_on_batch(batch)
        return logits


class LitertRuntime:
    """The converted network on XNNPACK, an interpreter for each batch size: resizing one costs as much as a run.

    One thread: a second one waits busily for its part, which costs a lone tile half as much again, and a batch as much
    as it gains where other processes want the core.
    """

    device = "cpu"

    def __init__(self, artifact_dir: Path) -> None:
        self._path = artifact_dir / NETWORK_TFLITE
        self._interpreters: dict[int, Interpreter] = {}

    def compute_logits(self, batch: Floats) -> Floats:
        """See Runtime."""
        if len(batch) not in self._interpreters:
            self._interpreters[len(batch)] = Interpreter(self._path, batch.shape)
        return self._interpreters[len(batch)].compute(batch)
