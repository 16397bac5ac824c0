"""Pictures that tests submit."""

import io
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from model.artifact import GOLDEN, default_artifact_dir

MNIST = Path(__file__).parents[3] / "shared" / "data" / "mnist.npz"

Tile = npt.NDArray[np.uint8]


def encode(tile: Tile, picture_format: str = "PNG") -> bytes:
    """Encode a grey picture."""
    buffer = io.BytesIO()
    Image.fromarray(tile).save(buffer, picture_format)
    return buffer.getvalue()


def draw_on_board(tile: Tile, side: int = 500) -> bytes:
    """Draw a digit black on white, as a drawing of side x side pixels, and encode it as PNG."""
    large = Image.fromarray(tile).resize((side, side), Image.Resampling.BICUBIC)
    return encode(np.where(np.asarray(large) > 100, 0, 255).astype(np.uint8))


def load_known_digits() -> list[tuple[Tile, str]]:
    """Load the digits that the shipped model is known to read: two of each, from its validation split."""
    with np.load(default_artifact_dir() / GOLDEN) as golden:
        return [(tile, str(label)) for tile, label in zip(golden["tiles"], golden["labels"], strict=True)]


def load_mnist_test(count: int) -> list[tuple[Tile, str]]:
    """Load the first digits of MNIST's test set, or skip where the data set is not at hand."""
    if not MNIST.is_file():
        pytest.skip(f"MNIST is not at {MNIST}")
    with np.load(MNIST) as data:
        return [(tile, str(label)) for tile, label in zip(data["x_test"][:count], data["y_test"][:count], strict=True)]
