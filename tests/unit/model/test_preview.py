"""The small pictures kept with a prediction."""

import io

import numpy as np
import pytest
from PIL import Image

from model.preview import draw_preview, encode_tiles


def open_png(data):
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    return image


@pytest.mark.parametrize(
    ("shape", "size"), [((500, 500), (128, 128)), ((300, 600), (128, 64)), ((28, 20), (20, 28)), ((1, 5000), (128, 1))]
)
def test_longest_side_is_at_most_128(as_picture, shape, size):
    assert open_png(draw_preview(as_picture(np.full(shape, 200, np.uint8)))).size == size


def test_board_is_small_and_looks_the_same(draw, as_picture):
    board = draw()

    data = draw_preview(as_picture(board))

    shown = np.asarray(open_png(data).convert("L")).astype(int)
    expected = np.asarray(Image.fromarray(board).resize((128, 128), Image.Resampling.BOX)).astype(int)
    assert len(data) < 3000
    assert np.abs(shown - expected).mean() < 6


def test_tiles_lie_side_by_side():
    tiles = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)

    image = np.asarray(open_png(encode_tiles(tiles)))

    assert image.shape == (28, 84)
    np.testing.assert_array_equal(image[:, 28:56], tiles[1])
