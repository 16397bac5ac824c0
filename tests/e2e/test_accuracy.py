"""200 digits of MNIST's test set, sent in three ways: at least 99 % are read right through the API."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.pictures import Tile, draw_on_board, encode, load_mnist_test
from tests.support.visitor import Visitor

COUNT = 200


def encode_jpeg(tile: Tile) -> bytes:
    """Encode as JPEG."""
    return encode(tile, "JPEG")


@pytest.mark.parametrize("send_as", [encode, encode_jpeg, draw_on_board])
def test_mnist_is_read_right(visitor: Visitor, send_as: Callable[[Tile], bytes]) -> None:
    digits = load_mnist_test(COUNT)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda digit: visitor.read(send_as(digit[0])), digits))
    right = sum(answer["number"] == number for answer, (_, number) in zip(answers, digits, strict=True))
    assert right >= 0.99 * COUNT
