"""The CNN that reads one tile. Keras 3 layers alone, so that it trains on any of its backends.

The strided stem makes it about four times as fast as a plain CNN of its size: most of the work of a network on 28x28
is done at the first resolution, and this one leaves that at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from model.layers import convolve, normalise_and_activate

# The ten digits, and what is none.
CLASSES = 11
NO_DIGIT_CLASS = 10
# (filters, kernel side, stride): 28x28 → 14x14 → 14x14 → 7x7 → 7x7 → 7x7.
CONVOLUTIONS = ((32, 5, 2), (56, 3, 1), (80, 3, 2), (80, 3, 1), (128, 3, 1))
# With 80 the weights, stored in 32 bits for Keras and in 8 for LiteRT, stay below 4 MB.
DENSE_UNITS = 80
DROPOUT = 0.4
TILES_AT_ONCE = 500


def build_network() -> Any:
    """Build an untrained keras.Model: float32 (n, 28, 28, 1) with grey levels 0 to 255 → float32 (n, 11) logits."""
    import keras

    tiles = keras.Input((28, 28, 1), name="tiles")
    x = keras.layers.Rescaling(1.0 / 255.0)(tiles)
    for filters, side, stride in CONVOLUTIONS:
        x = convolve(x, filters, side=side, strides=stride)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(DENSE_UNITS, use_bias=False)(x)
    x = normalise_and_activate(x)
    x = keras.layers.Dropout(DROPOUT)(x)
    logits = keras.layers.Dense(CLASSES, name="logits")(x)
    return keras.Model(tiles, logits, name="numberfigure")


def compute_logits(network: Any, tiles: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Compute logits float32 (n, 11) of tiles uint8 (n, 28, 28), n from 1, with a keras.Model as it is now.

    Not by its `predict`, which in a callback takes the weights away from the training around it on JAX.
    """
    import keras

    parts = [tiles[start : start + TILES_AT_ONCE] for start in range(0, len(tiles), TILES_AT_ONCE)]
    logits = [keras.ops.convert_to_numpy(network(as_input(part), training=False)) for part in parts]
    return np.concatenate(logits)


def as_input(tiles: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Give tiles uint8 (n, 28, 28) the network's type and shape: float32 (n, 28, 28, 1), still 0 to 255."""
    return tiles[..., np.newaxis].astype(np.float32)
