"""How unlikely columns make a line, against Keras's own connectionist temporal classification and a count by hand."""

import numpy as np
import pytest

from model.strips.ctc import measure_surprise
from model.strips.decode import measure_likelihood

pytestmark = pytest.mark.usefixtures("quiet_tensorflow")

COLUMNS, CLASSES = 12, 11
# Empty, one digit, twice the same beside others, and as long as the batch's longest.
LINES = [[], [4], [7, 7, 3], [1, 2, 1, 1]]


@pytest.fixture
def classes():
    padded = np.zeros((len(LINES), max(len(line) for line in LINES)), np.int32)
    for row, line in zip(padded, LINES, strict=True):
        row[: len(line)] = line
    return padded


@pytest.fixture
def logits():
    return np.random.default_rng(3).normal(0, 2, (len(LINES), COLUMNS, CLASSES)).astype(np.float32)


def test_it_is_what_keras_computes(classes, logits):
    from keras import ops

    lengths = np.array([len(line) for line in LINES])
    by_keras = ops.ctc_loss(classes, logits, lengths, np.full(len(LINES), COLUMNS), mask_index=0)

    ours = measure_surprise(ops.convert_to_tensor(classes), ops.convert_to_tensor(logits))

    np.testing.assert_allclose(np.asarray(ours), np.asarray(by_keras), rtol=1e-5)


def test_it_is_the_likelihood_of_what_serves(classes, logits):
    from keras import ops

    surprises = np.asarray(measure_surprise(ops.convert_to_tensor(classes), ops.convert_to_tensor(logits)))

    for surprise, line, columns in zip(surprises, LINES, logits, strict=True):
        assert np.exp(-surprise) == pytest.approx(measure_likelihood(columns, [each - 1 for each in line]), rel=1e-4)
