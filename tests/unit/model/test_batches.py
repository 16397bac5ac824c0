"""Batches: what they hold depends on the seed and their number alone."""

import numpy as np
import pytest

from model.ahead import batches_ahead
from model.batches import BATCH_SIZE, NONE_SHARE, BatchMaker, Stream, make_batches, one_hot
from model.data import LabelledTiles
from model.dataset import Split
from model.network import NO_DIGIT_CLASS, as_input


def number_tiles(count, first=0):
    """Tiles that hold their number, and have it as their label."""
    labels = np.arange(first, first + count)
    return LabelledTiles(np.broadcast_to(labels[:, None, None], (count, 28, 28)).astype(np.uint8), labels)


@pytest.fixture
def split(golden):
    digits = LabelledTiles(np.tile(golden.tiles, (10, 1, 1)), np.tile(golden.labels, 10))
    none = LabelledTiles(255 - golden.tiles, np.full(20, NO_DIGIT_CLASS))
    return Split(digits, digits, none)


def test_a_stream_gives_each_tile_once_a_pass():
    stream = Stream(number_tiles(10), [1])

    passes = [stream.take(10 * number, 10).labels.tolist() for number in range(3)]

    assert [sorted(each) for each in passes] == [list(range(10))] * 3
    assert passes[0] != passes[1] != passes[2]


def test_a_stream_goes_on_from_any_place():
    whole = Stream(number_tiles(7), [1]).take(0, 40).labels

    resumed = Stream(number_tiles(7), [1])
    np.testing.assert_array_equal(resumed.take(23, 17).labels, whole[23:])
    np.testing.assert_array_equal(resumed.take(2, 3).labels, whole[2:5])
    assert (Stream(number_tiles(7), [2]).take(0, 40).labels != whole).any()


def test_tiles_keep_their_labels():
    taken = Stream(number_tiles(9), [1]).take(4, 30)

    np.testing.assert_array_equal(taken.tiles[:, 0, 0], taken.labels)


@pytest.mark.usefixtures("quiet_tensorflow")
def test_batches_depend_on_seed_and_epoch_alone(split):
    first, second, other = (make_batches(BatchMaker(split, seed).make, steps=3) for seed in (3, 3, 4))
    resumed = make_batches(BatchMaker(split, 3).make, first_epoch=1, steps=3)
    before = first[0]
    np.testing.assert_array_equal(before[0], second[0][0])
    assert (before[0] != other[0][0]).any()

    first.on_epoch_end()

    assert len(first) == 3
    np.testing.assert_array_equal(first[2][0], resumed[2][0])
    np.testing.assert_array_equal(first[2][1], resumed[2][1])
    assert (first[0][0] != before[0]).any()


@pytest.mark.usefixtures("quiet_tensorflow")
def test_each_batch_has_its_share_of_no_digit(split):
    tiles, labels = make_batches(BatchMaker(split, 3).make, steps=3)[0]

    assert tiles.shape == (BATCH_SIZE, 28, 28, 1)
    assert tiles.dtype == labels.dtype == np.float32
    assert 100 < tiles.max() <= 255
    np.testing.assert_array_equal(labels.sum(axis=1), np.ones(BATCH_SIZE))
    assert labels[:, NO_DIGIT_CLASS].sum() == round(NONE_SHARE * BATCH_SIZE)


def test_forms_of_the_network():
    assert as_input(np.full((2, 28, 28), 255, np.uint8)).max() == 255.0
    np.testing.assert_array_equal(one_hot(np.array([10, 0])).argmax(axis=1), [10, 0])


def test_other_processes_make_the_same_batches(split):
    here = BatchMaker(split, 3)

    with batches_ahead(split, 3, processes=2) as make:
        for number in (0, 1, 5, 5):
            made = make(number)
            np.testing.assert_array_equal(made.tiles, here.make(number).tiles)
            np.testing.assert_array_equal(made.labels, here.make(number).labels)
