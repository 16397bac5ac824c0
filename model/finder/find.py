"""The finder at work: from a picture to what it marks, on LiteRT, which needs no TensorFlow."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from model.calibrate import compute_chances
from model.finder.canvas import Grey, lay_on_canvas, standardise
from model.interpreter import Interpreter

DEFAULT_PATH = Path(__file__).with_name("finder.tflite")

Floats = npt.NDArray[np.float32]


class Found(NamedTuple):
    """For each pixel of a picture, float32 (height, width): the probabilities of a digit's ink, and of a seam."""

    ink: Floats
    seams: Floats


class Finder:
    """A loaded finder. For one thread at a time, and to be loaded after any fork. Raises ValueError without a file."""

    def __init__(self, path: Path = DEFAULT_PATH) -> None:
        self._interpreter = Interpreter(path)

    def find(self, grey: Grey) -> Found:
        """Mark a picture uint8 (height, width)."""
        canvas, (height, width) = lay_on_canvas(grey)
        logits = self._interpreter.compute(standardise(canvas[np.newaxis]))[0, :height, :width]
        probabilities = compute_chances(logits)
        size = grey.shape[1], grey.shape[0]
        ink, seams = cv2.split(cv2.resize(probabilities, size, interpolation=cv2.INTER_LINEAR))
        return Found(np.asarray(ink, np.float32), np.asarray(seams, np.float32))
