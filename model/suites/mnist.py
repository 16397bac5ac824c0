"""MNIST's test set as it is, with the fifteen corruptions of MNIST-C, and moved as in affNIST."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import numpy.typing as npt

from model.data import LabelledTiles
from model.mnist_c.affnist import place_affine
from model.mnist_c.suite import CORRUPTIONS
from model.suites.suite import Example, Suite, encode_png, make_rng

Digit = npt.NDArray[np.uint8]
Change = Callable[[Digit, np.random.Generator], Digit]


def list_mnist(test: LabelledTiles) -> Iterator[Suite]:
    """List the suites of a test set uint8 (n, 28, 28)."""
    yield _make_suite("mnist", "MNIST's test set as it is, 28x28", test, _leave)
    for name, corrupt in CORRUPTIONS.items():
        yield _make_suite(f"mnist_c/{name}", f"MNIST-C, {name.replace('_', ' ')}", test, corrupt)
    yield _make_suite("affine", "the test set turned, sheared, scaled, anywhere in 40x40 (affNIST)", test, place_affine)


def _make_suite(name: str, about: str, test: LabelledTiles, change: Change) -> Suite:
    return Suite(name, about, len(test), partial(_make, name, test, change))


def _make(name: str, test: LabelledTiles, change: Change, index: int) -> Example:
    digit = change(test.tiles[index], make_rng(name, index))
    return Example(encode_png(digit), str(test.labels[index]))


def _leave(digit: Digit, _rng: np.random.Generator) -> Digit:
    return digit
