"""A Keras file of little more than half the size: what a weight has beyond 11 binary digits changes no answer."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

# Of a float32's 23 binary digits after the point so many are dropped; 10 are left, as many as float16 has.
DROPPED_BITS = 13


def save_compact(network: Any, path: Path) -> None:
    """Save a keras.Model at `path`, with its weights rounded and deflated; the network given stays as it is."""
    import keras

    short = keras.models.clone_model(network)
    short.set_weights([round_weights(weights) for weights in network.get_weights()])
    unpacked = path.with_name(f"unpacked-{path.name}")
    short.save(unpacked)
    with (
        zipfile.ZipFile(unpacked) as given,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
    ):
        for name in given.namelist():
            packed.writestr(name, given.read(name))
    unpacked.unlink()


def round_weights(weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Round each of an array's float32 to the nearest that ends in DROPPED_BITS zeros."""
    bits = np.ascontiguousarray(weights).view(np.uint32)
    half, kept = np.uint32(1 << (DROPPED_BITS - 1)), np.uint32(0xFFFFFFFF << DROPPED_BITS & 0xFFFFFFFF)
    return ((bits + half) & kept).view(np.float32)
