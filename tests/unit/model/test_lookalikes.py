"""What is labelled as no digit and read as one is left out."""

import numpy as np

from model.data import LabelledTiles
from model.dataset import Split
from model.lookalikes import drop_lookalikes
from model.network import NO_DIGIT_CLASS


class Network:
    """Takes a tile for the digit that its first pixel says, as surely as its second pixel says."""

    def __call__(self, tiles, training):
        assert not training
        assert tiles.dtype == np.float32
        logits = np.zeros((len(tiles), 11), np.float32)
        logits[np.arange(len(tiles)), tiles[:, 0, 0, 0].astype(int)] = tiles[:, 0, 1, 0]
        return logits


def make_none(*pixels):
    tiles = np.zeros((len(pixels), 28, 28), np.uint8)
    tiles[:, 0, :2] = pixels
    return LabelledTiles(tiles, np.full(len(pixels), NO_DIGIT_CLASS))


def test_what_is_surely_read_as_a_digit_is_left_out(golden, capsys):
    digits = LabelledTiles(golden.tiles, golden.labels)
    none = make_none((3, 20), (NO_DIGIT_CLASS, 20), (7, 0), (0, 20), (9, 1))

    split = drop_lookalikes(Network(), Split(digits, digits, none))

    # The second is read as no digit, the third and the last as nothing sure.
    np.testing.assert_array_equal(split.none.tiles, none.tiles[[1, 2, 4]])
    assert (split.none.labels == NO_DIGIT_CLASS).all()
    assert split.mnist is split.simulated is digits
    assert "2 of 5" in capsys.readouterr().out
