"""Known digits, chosen among those that the network reads right."""

import numpy as np

from model.data import LabelledTiles
from model.export import choose_golden


def give(labels, confidences, answers):
    """Make digits that hold their number, and answers to them."""
    probabilities = np.full((len(labels), 11), 0.001, np.float32)
    probabilities[np.arange(len(labels)), answers] = confidences
    tiles = np.broadcast_to(np.arange(len(labels))[:, None, None], (len(labels), 28, 28)).astype(np.uint8)
    return probabilities, LabelledTiles(tiles, np.array(labels))


def test_the_surest_two_of_each_class_are_chosen():
    golden = choose_golden(*give([3, 3, 3, 3, 5], [0.7, 0.9, 0.99, 0.8, 0.6], [3, 3, 4, 3, 5]))

    assert golden.labels.tolist() == [3, 3, 5]
    # The third, the surest of all, is wrong.
    assert golden.tiles[:, 0, 0].tolist() == [1, 3, 4]
    assert golden.probabilities.max(axis=1).tolist() == np.float32([0.9, 0.8, 0.6]).tolist()


def test_a_network_that_reads_nothing_right_has_no_known_digits():
    golden = choose_golden(*give([3, 3], [0.9, 0.9], [4, 4]))

    assert golden.tiles.shape == (0, 28, 28)
    assert len(golden.labels) == 0
