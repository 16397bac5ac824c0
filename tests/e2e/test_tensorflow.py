"""The whole stack with TensorFlow itself, which is no longer what runs the CNN by default."""

from pathlib import Path

from tests.support.pictures import encode, load_known_digits
from tests.support.stack import Stack
from tests.support.visitor import Visitor


def test_tensorflow_reads_the_known_digits(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "var", RUNTIME="tensorflow")
    stack.start()
    try:
        with Visitor(stack.url) as visitor:
            workers = visitor.http.get("/readyz").json()["workers"]
            assert {worker["runtime"] for worker in workers} == {"tensorflow"}
            for tile, number in load_known_digits():
                assert visitor.read(encode(tile))["number"] == number
    finally:
        stack.stop()
