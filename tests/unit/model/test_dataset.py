"""The split: writers and MNIST's tiles on one side alone."""

from functools import partial

import numpy as np
import pytest

from model import dataset
from model.data import LabelledTiles, MissingDataError, load_mnist, load_test_pictures, preprocess_digits
from model.network import NO_DIGIT_CLASS
from model.simulate.strokes import StrokeDigit


@pytest.fixture
def mnist_path(golden, tmp_path):
    """A file like MNIST's: the known digits over and over, each with its number in a corner, too faint to be ink."""
    tiles = np.tile(golden.tiles, (12, 1, 1))
    tiles[:, 0, 0], tiles[:, 0, 1] = np.divmod(np.arange(240), 16)
    labels = np.tile(golden.labels, 12).astype(np.uint8)
    np.savez(tmp_path / "tiny.npz", x_train=tiles, y_train=labels, x_test=tiles[:20], y_test=labels[:20])
    return tmp_path / "tiny.npz"


@pytest.fixture
def loaded(mnist_path, monkeypatch, tmp_path):
    """Load with a corpus of three digits and two tiles of none, and what it was asked for."""
    asked = []

    def load_corpus(sources, sizes, seed, cache):
        asked.append((sources, sizes, seed, cache))
        return LabelledTiles(np.zeros((5, 28, 28), np.uint8), np.array([1, NO_DIGIT_CLASS, 7, NO_DIGIT_CLASS, 0]))

    strokes = [StrokeDigit(label, f"w{writer}", ()) for writer in range(30) for label in range(10)]
    monkeypatch.setattr(dataset, "load_corpus", load_corpus)
    monkeypatch.setattr(dataset, "load_strokes", lambda _: strokes)
    monkeypatch.setattr(dataset, "load_mnist", partial(load_mnist, validation_size=40))
    return dataset.load_dataset(mnist_path, tmp_path / "strokes.gz", tmp_path, scale=0.001), asked


def test_writers_and_tiles_are_on_one_side(loaded):
    _, ((train, *_), (validation, *_)) = loaded

    writers = [{digit.writer for digit in sources.strokes} for sources in (train, validation)]
    assert not writers[0] & writers[1]
    assert (len(writers[0]), len(writers[1])) == (30 - dataset.VALIDATION_WRITERS, dataset.VALIDATION_WRITERS)
    numbers = [{16 * tile[0, 0] + tile[0, 1] for tile in sources.tiles.tiles} for sources in (train, validation)]
    assert [len(each) for each in numbers] == [200, 40]
    assert not numbers[0] & numbers[1]
    assert (len(train.tiles), len(validation.tiles)) == (200, 40)


def test_sizes_are_scaled_and_seeds_differ(loaded, tmp_path):
    _, ((_, train_sizes, train_seed, cache), (_, validation_sizes, validation_seed, _)) = loaded

    assert train_sizes.digits == round(0.001 * dataset.TRAIN_SIZES.digits)
    assert validation_sizes.lines == 1
    assert train_seed != validation_seed
    assert cache == tmp_path


def test_each_side_has_its_three_kinds(loaded, golden):
    data, _ = loaded

    assert len(data.sha256) == 64
    for split, count in ((data.train, 200), (data.validation, 40)):
        assert split.simulated.labels.tolist() == [1, 7, 0]
        assert split.none.labels.tolist() == [NO_DIGIT_CLASS] * 2
        assert len(split.mnist) == count
        assert np.abs(split.mnist.tiles[:20].astype(int) - golden.tiles).mean() < 5
        np.testing.assert_array_equal(split.mnist.labels[:20], golden.labels)


def test_the_test_set_is_loaded_apart(mnist_path):
    assert len(load_test_pictures(mnist_path)) == 20
    assert len(load_mnist(mnist_path, validation_size=40).train) == 200


def test_missing_data_names_its_public_source(tmp_path):
    for load in (load_mnist, load_test_pictures):
        with pytest.raises(MissingDataError, match=r"keras\.datasets\.mnist"):
            load(tmp_path / "none.npz")


def test_a_blank_picture_is_an_error_in_the_data():
    with pytest.raises(ValueError, match="empty"):
        preprocess_digits(LabelledTiles(np.zeros((1, 28, 28), np.uint8), np.array([3])))
