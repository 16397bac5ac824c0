"""Connectionist temporal classification: how unlikely columns make a line, summed over all ways to write it.

The forward variables of A. Graves and others, ICML 2006, for many lines in training; `decode.measure_likelihood` has
them for one, as it serves. `keras.ops.ctc_loss` gives the same; on TensorFlow and CPU cores it takes two to three times
as long, and was a quarter of a training step.
"""

from __future__ import annotations

from typing import Any

# The logarithm of what cannot be.
_NEVER = -1e9


def measure_surprise(classes: Any, logits: Any) -> Any:
    """Return the negative logarithm of the likelihood (n,) of each line.

    `classes` are int32 (n, longest), zeros after the last digit; `logits` float32 (n, columns, classes), of which the
    first is nothing.
    """
    from keras import ops

    longest, columns, kinds = classes.shape[1], logits.shape[1], logits.shape[2]
    # Nothing stands before, between and after the digits.
    blanks = ops.zeros_like(classes)
    states = ops.reshape(ops.stack([blanks, classes], axis=-1), (-1, 2 * longest))
    states = ops.concatenate([states, blanks[:, :1]], axis=1)
    emitted = ops.einsum("nck,nsk->cns", ops.log_softmax(logits), ops.one_hot(states, kinds))
    # The nothing between two digits may be left out, but not between twice the same.
    is_skipped = (states[:, 2:] != states[:, :-2]) & (states[:, 2:] > 0)
    skip = ops.where(ops.pad(is_skipped, ((0, 0), (2, 0))), 0.0, _NEVER)
    forward = ops.where(ops.arange(2 * longest + 1)[None] < 2, emitted[0], _NEVER)
    for column in range(1, columns):
        steps = [forward, _shift(forward, 1), _shift(forward, 2) + skip]
        forward = ops.logsumexp(ops.stack(steps), axis=0) + emitted[column]
    lengths = ops.sum(ops.cast(classes > 0, "int32"), axis=-1, keepdims=True)
    # A line ends in its last digit, or in the nothing after it.
    ends = ops.arange(2 * longest + 1)[None] - 2 * lengths
    return -ops.logsumexp(ops.where((ends == 0) | (ends == -1), forward, _NEVER), axis=-1)


def _shift(forward: Any, by: int) -> Any:
    from keras import ops

    return ops.pad(forward[:, :-by], ((0, 0), (by, 0)), constant_values=_NEVER)
