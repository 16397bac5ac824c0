"""Weights that are taken out of a LiteRT file, for a network that may have grown."""

import keras
import numpy as np
import pytest

from model.convert import convert_network
from model.finder.canvas import standardise
from model.finder.find import DEFAULT_PATH as FINDER
from model.finder.network import SIDE, build_finder
from model.interpreter import Interpreter
from model.strips.network import CHANNELS, HEIGHT, WIDTH, build_strip_reader
from model.strips.read import DEFAULT_PATH as STRIPS
from model.strips.strip import standardise_strips
from model.warm_start import OtherNetworkError, take_weights

pytestmark = pytest.mark.usefixtures("quiet_tensorflow")

SHAPE = (8, 12, 2)


def draw_noise(shape):
    return np.random.default_rng(4).integers(0, 256, (8, *shape)).astype(np.uint8)


def build(*, grown=False, filters=6):
    """A network of a strided and a dilated convolution and a transposed one; grown, one more lies between."""

    def convolve(x, **options):
        x = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False, **options)(x)
        return keras.layers.Activation("relu")(keras.layers.BatchNormalization()(x))

    pictures = keras.Input(SHAPE)
    x = convolve(pictures, strides=2)
    x = keras.layers.Add()([x, convolve(x, dilation_rate=2)])
    if grown:
        x = keras.layers.Add()([x, convolve(x)])
    return keras.Model(pictures, keras.layers.Conv2DTranspose(3, 2, strides=2)(x))


@pytest.fixture(scope="module")
def batch():
    return np.random.default_rng(2).normal(0, 1, (32, *SHAPE)).astype(np.float32)


@pytest.fixture
def shipped(tmp_path, batch):
    """The file of a network whose batch normalisation has seen and learned something."""
    network = build()
    for layer in network.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.gamma.assign(np.linspace(0.5, 1.5, 6))
            layer.beta.assign(np.linspace(-0.3, 0.3, 6))
    network.compile("sgd", "mse")
    network.fit(batch, np.zeros((len(batch), *SHAPE[:2], 3)), epochs=2, verbose=0)
    convert_network(network, tmp_path / "shipped.tflite")
    return tmp_path / "shipped.tflite"


def read(path, batch):
    interpreter = Interpreter(path)
    return np.concatenate([interpreter.compute(each[np.newaxis]) for each in batch])


def test_a_network_with_weights_of_a_file_computes_what_the_file_does(shipped, batch):
    network = build()
    take_weights(network, shipped, batch)

    wanted = read(shipped, batch)
    # The file rounds to 8 bits; training normalises by the batch, serving by what was measured in it.
    for training in (False, True):
        np.testing.assert_allclose(network(batch, training=training), wanted, atol=0.05 * np.abs(wanted).max())


def test_what_is_new_in_a_network_that_has_grown_changes_little_and_can_learn(shipped, batch):
    network = build(grown=True)
    take_weights(network, shipped, batch)

    wanted = read(shipped, batch)
    assert 0 < np.abs(network(batch) - wanted).mean() < 0.2 * np.abs(wanted).mean()
    grown = [layer for layer in network.layers if isinstance(layer, keras.layers.Conv2D)][2]
    before = np.asarray(grown.kernel)
    network.compile("sgd", "mse")
    network.fit(batch, wanted + 1, verbose=0)
    assert not np.array_equal(before, grown.kernel)


def test_a_file_of_another_network_is_refused(shipped, batch):
    with pytest.raises(OtherNetworkError, match="of another one"):
        take_weights(build(filters=5), shipped, batch)


@pytest.mark.parametrize(
    ("build_shipped", "path", "read_some"),
    [
        (build_finder, FINDER, lambda: standardise(draw_noise((SIDE, SIDE)))),
        (build_strip_reader, STRIPS, lambda: standardise_strips(draw_noise((HEIGHT, WIDTH, CHANNELS)))),
    ],
)
def test_what_ships_can_be_trained_further(build_shipped, path, read_some):
    network, batch = build_shipped(), read_some()
    take_weights(network, path, batch)

    wanted = read(path, batch)
    assert np.abs(network(batch) - wanted).mean() < 0.05 * np.abs(wanted).mean()
