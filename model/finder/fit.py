"""Fit the finder."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from model.finder.canvas import standardise
from model.finder.examples import INK, SEAM, Examples
from model.finder.network import MARKS, build_finder
from model.passes import Course, fit_passes

BATCH_SIZE = 32
# How much more a pixel of ink, and one of a seam, weighs than one that is neither: these are rare.
INK_WEIGHT, SEAM_WEIGHT = 2.0, 8.0
EXAMPLES_AT_ONCE = 50

Floats = npt.NDArray[np.float32]


def fit_finder(train: Examples, validation: Examples, course: Course) -> Any:
    """Train, printing a line for each epoch. Return the keras.Model with the average of its last weights."""

    def give(chosen: npt.NDArray[np.intp], _: np.random.Generator) -> tuple[Floats, Floats]:
        return standardise(train.canvases[chosen]), split_marks(train.marks[chosen])

    def measure(network: Any) -> str:
        ink, seams = measure_overlaps(network, validation)
        return f"ink {ink:.1%}  seams {seams:.1%}"

    return fit_passes(
        build_finder,
        weigh_marks,
        give,
        measure,
        count=len(train),
        batch_size=BATCH_SIZE,
        course=course,
    )


def weigh_marks(wanted: Any, logits: Any) -> Any:
    """Mean cross-entropy of tensors (n, height, width, 2), in which marks weigh more than their absence."""
    from keras import ops

    weights = 1.0 + wanted * ops.convert_to_tensor([INK_WEIGHT - 1.0, SEAM_WEIGHT - 1.0], dtype="float32")
    return ops.mean(weights * ops.binary_crossentropy(wanted, logits, from_logits=True))


def measure_overlaps(network: Any, examples: Examples) -> tuple[float, float]:
    """Return of ink, and of seams, in all pictures: pixels marked rightly over those marked rightly, wrongly or not."""
    import keras

    both, either = np.zeros(MARKS), np.zeros(MARKS)
    for first in range(0, len(examples), EXAMPLES_AT_ONCE):
        some = slice(first, first + EXAMPLES_AT_ONCE)
        logits = network(standardise(examples.canvases[some]), training=False)
        found, there = keras.ops.convert_to_numpy(logits) > 0, split_marks(examples.marks[some]) > 0
        both += (found & there).sum(axis=(0, 1, 2))
        either += (found | there).sum(axis=(0, 1, 2))
    ink, seams = both / np.maximum(either, 1)
    return float(ink), float(seams)


def split_marks(marks: npt.NDArray[np.uint8]) -> Floats:
    """Turn marks (n, height, width) into float32 (n, height, width, 2), 1 for ink, and for a seam."""
    return np.stack([(marks & INK) > 0, (marks & SEAM) > 0], axis=-1).astype(np.float32)
