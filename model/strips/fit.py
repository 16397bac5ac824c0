"""Fit the strip reader."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from model.passes import Course, fit_passes
from model.strips.ctc import measure_surprise
from model.strips.cutting import CLASS, LEFT, MIDDLE, RIGHT
from model.strips.decode import decode_columns
from model.strips.examples import Examples
from model.strips.network import CLASSES, COLUMNS, STRIDE, build_strip_reader
from model.strips.shake import shake_strips
from model.strips.strip import Floats, standardise_strips

BATCH_SIZE = 64
# Columns whose middle is so near that of a digit, in pixels, are that digit's.
OWN = 2.1
# How much the columns' own classes, and the digits' sides, weigh beside the whole line.
COLUMNS_WEIGHT, SIDES_WEIGHT = 0.1, 0.01
EXAMPLES_AT_ONCE = 256


def fit_strip_reader(train: Examples, validation: Examples, course: Course) -> Any:
    """Train, printing a line for each epoch. Return the keras.Model with the average of its last weights."""

    def give(chosen: npt.NDArray[np.intp], rng: np.random.Generator) -> tuple[Floats, Floats]:
        strips, digits = shake_strips(train.strips[chosen], train.digits[chosen], rng)
        return standardise_strips(strips), digits

    return fit_passes(
        build_strip_reader,
        weigh_columns,
        give,
        lambda network: f"lines {measure_right(network, validation):.1%}",
        count=len(train),
        batch_size=BATCH_SIZE,
        course=course,
    )


def weigh_columns(wanted: Any, columns: Any) -> Any:
    """Mean loss of lines: connectionist temporal classification, with the columns' own classes and digits' sides.

    `wanted` is (n, LONGEST, 4) as in Examples, `columns` what the network gives. A. Graves and others, ICML 2006, for
    the first; the other two say where in the line a digit is.
    """
    from keras import ops

    logits, sides = columns[..., :CLASSES], columns[..., CLASSES:]
    classes = ops.cast(wanted[..., CLASS], "int32")
    lines = measure_surprise(classes, logits)
    middles = STRIDE * (ops.arange(COLUMNS, dtype="float32") + 0.5)
    distances = ops.abs(middles[None, :, None] - wanted[:, None, :, MIDDLE])
    is_own = ops.cast((distances < OWN) & (classes > 0)[:, None, :], "float32")
    is_any = ops.max(is_own, axis=-1)
    digits = ops.cast(ops.max(is_own * wanted[:, None, :, CLASS], axis=-1), "int32")
    own = ops.sum(ops.sparse_categorical_crossentropy(digits, logits, from_logits=True), axis=-1)
    nearest = ops.one_hot(ops.argmin(distances + 1e4 * (1 - is_own), axis=-1), wanted.shape[1])
    to_left = middles - ops.sum(nearest * wanted[:, None, :, LEFT], axis=-1)
    to_right = ops.sum(nearest * wanted[:, None, :, RIGHT], axis=-1) - middles
    errors = ops.abs(sides - ops.stack([to_left, to_right], axis=-1))
    off = ops.sum(is_any[..., None] * errors, axis=(1, 2))
    return ops.mean(lines + COLUMNS_WEIGHT * own + SIDES_WEIGHT * off)


def measure_right(network: Any, examples: Examples) -> float:
    """Return the share of strips in which exactly the right digits are read."""
    import keras

    right = 0
    for first in range(0, len(examples), EXAMPLES_AT_ONCE):
        some = slice(first, first + EXAMPLES_AT_ONCE)
        columns = keras.ops.convert_to_numpy(network(standardise_strips(examples.strips[some]), training=False))
        for of_strip, digits in zip(columns, examples.digits[some], strict=True):
            labels = (digits[digits[:, CLASS] > 0, CLASS] - 1).astype(int).tolist()
            right += [digit.digit for digit in decode_columns(of_strip)] == labels
    return right / len(examples)
