"""What the strip reader learns from."""

import numpy as np
import pytest

from model.strips.cutting import CLASS, LEFT, LONGEST, MIDDLE, RIGHT
from model.strips.examples import SURFACES, WHAT, make_examples
from model.strips.network import CHANNELS, HEIGHT, WIDTH


@pytest.mark.parametrize("shares", [WHAT, SURFACES])
def test_shares_add_up(shares):
    assert sum(shares.values()) == pytest.approx(1)


def test_examples_are_the_same_however_many_processes_make_them(sources):
    alone, together = (make_examples(sources, 8, 5, processes) for processes in (1, 2))

    assert len(alone) >= 6
    assert alone.strips.shape == (len(alone), HEIGHT, WIDTH, CHANNELS)
    assert alone.digits.shape == (len(alone), LONGEST, 4)
    np.testing.assert_array_equal(alone.strips, together.strips)
    np.testing.assert_array_equal(alone.digits, together.digits)


def test_digits_stand_in_the_strip_in_order_and_upon_ink(sources):
    examples = make_examples(sources, 40, 6, 1)
    upon = []

    for strip, digits in zip(examples.strips, examples.digits, strict=True):
        there = digits[digits[:, CLASS] > 0]
        assert set(there[:, CLASS]) <= set(range(1, 11))
        assert (there[:, LEFT] < there[:, MIDDLE]).all()
        assert (there[:, MIDDLE] < there[:, RIGHT]).all()
        assert (np.diff(there[:, MIDDLE]) > 0).all()
        for _, _, left, right in there.clip(0, WIDTH - 1).astype(int):
            upon.append(strip[:, left : right + 1, 1].max() > 128)
    assert np.mean(upon) > 0.9
    assert any(not digits.any() for digits in examples.digits)
