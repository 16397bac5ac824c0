"""The strip reader that ships, at work."""

import numpy as np
import pytest

from model.strips.decode import compute_shares
from model.strips.network import CLASSES, COLUMNS, HEIGHT, SIDES, WIDTH
from model.strips.read import StripReader, move_strip
from tests.support.sketches import sketch


def test_moved_strips_repeat_their_border():
    strip = np.arange(4 * 6, dtype=np.uint8).reshape(4, 6, 1)

    moved = move_strip(strip, 2, -1)

    assert moved.shape == strip.shape
    assert moved[0, 2:, 0].tolist() == strip[1, :4, 0].tolist()
    assert moved[0, :2, 0].tolist() == [strip[1, 0, 0]] * 2
    assert moved[3].tolist() == moved[2].tolist()


@pytest.mark.parametrize("shift", [0, 1, 2])
def test_a_line_is_read_the_same_wherever_it_lies_among_the_columns(shift):
    ink = sketch((HEIGHT, WIDTH), ("2", (100 + shift, 5, 15, 22)), ("7", (130 + shift, 5, 15, 22)), pen=3)
    marked = np.stack([255 - ink, ink, np.zeros_like(ink)], axis=-1)

    columns = StripReader().read(marked)

    shares = compute_shares(columns)
    assert columns.shape == (COLUMNS, CLASSES + SIDES)
    assert shares.sum(axis=1) == pytest.approx(np.ones(COLUMNS))
    best = shares.argmax(axis=1)
    assert [best[k] - 1 for k in range(COLUMNS) if best[k] and (k == 0 or best[k - 1] != best[k])] == [2, 7]
    # A digit's column is about its middle.
    assert 2 * float(np.flatnonzero(best).mean() + 0.5) == pytest.approx(122.5 + shift, abs=4)
