"""A picture of any size on the finder's square, and back."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model.finder.network import SIDE

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

# Added to the deviation of a picture's levels, so that the grain of an even one is not made as strong as ink.
LEAST_DEVIATION = 8.0


def lay_on_canvas(grey: Grey) -> tuple[Grey, tuple[int, int]]:
    """Resize a picture so that its longest side is SIDE, and fill the square up with its border's levels.

    Return uint8 (SIDE, SIDE), and the (height, width) that the picture has at its top left.
    """
    height, width = measure_on_canvas(grey.shape)
    way = cv2.INTER_AREA if max(grey.shape) > SIDE else cv2.INTER_LINEAR
    resized = cv2.resize(grey, (width, height), interpolation=way)
    filled = cv2.copyMakeBorder(resized, 0, SIDE - height, 0, SIDE - width, cv2.BORDER_REPLICATE)
    return np.asarray(filled, np.uint8), (height, width)


def measure_on_canvas(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return the (height, width) on the canvas of a picture of a shape."""
    scale = SIDE / max(shape)
    return max(1, round(shape[0] * scale)), max(1, round(shape[1] * scale))


def standardise(canvases: Grey) -> Floats:
    """Turn canvases uint8 (n, SIDE, SIDE) into float32 (n, SIDE, SIDE, 1) of mean 0 and deviation about 1 each."""
    levels = canvases.astype(np.float32)
    mean = levels.mean(axis=(1, 2), keepdims=True)
    deviation = levels.std(axis=(1, 2), keepdims=True)
    return np.asarray(((levels - mean) / (deviation + LEAST_DEVIATION))[..., np.newaxis], np.float32)
