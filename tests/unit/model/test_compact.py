"""A Keras file of half the size gives the same answers."""

import keras
import numpy as np
import pytest

from model.compact import round_weights, save_compact
from model.network import build_network


def test_weights_are_rounded_to_the_nearest_of_eleven_binary_digits():
    weights = np.float32([0.0, 1.0, -1.5, 1 + 2**-10, 1 + 0.49 * 2**-10, 1 + 0.51 * 2**-10, 3e-30, -7e20])

    rounded = round_weights(weights)

    assert rounded[:6].tolist() == [0.0, 1.0, -1.5, 1 + 2**-10, 1.0, 1 + 2**-10]
    assert np.allclose(rounded, weights, rtol=2**-11, atol=0)


# TensorFlow's variables give NumPy their values in a way that it warns of.
@pytest.mark.filterwarnings("ignore:__array__ implementation")
def test_the_file_is_small_and_computes_the_same(tmp_path):
    network = build_network()
    before = network.get_weights()
    tiles = np.random.default_rng(1).uniform(0, 255, (4, 28, 28, 1)).astype(np.float32)

    save_compact(network, tmp_path / "network.keras")
    loaded = keras.models.load_model(tmp_path / "network.keras")
    answers, again = (keras.ops.convert_to_numpy(each(tiles)) for each in (network, loaded))

    assert [path.name for path in tmp_path.iterdir()] == ["network.keras"]
    assert (tmp_path / "network.keras").stat().st_size < 0.65 * 4 * network.count_params()
    assert np.allclose(again, answers, atol=1e-2)
    assert all(np.array_equal(old, new) for old, new in zip(before, network.get_weights(), strict=True))
