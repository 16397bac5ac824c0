"""One suite: pictures as files, each made from its number alone, so that any part of a suite is the same as in it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image

# Beside the seeds of the pictures to train and to validate on, so that no picture is made twice.
SEED = 3
# A quick evaluation takes one picture of so many.
QUICK_DIVISOR = 10


@dataclass(frozen=True)
class Example:
    """A picture as the bytes of a PNG file, and the digits in it, with a space between lines; "" if there is none."""

    png: bytes
    label: str


@dataclass(frozen=True)
class Suite:
    """`count` pictures; `make` makes the one of an index below it, the same each time, in any thread.

    A name is a family's, or a family's and a member's with a slash between; `about` says what the pictures are.
    """

    name: str
    about: str
    count: int
    make: Callable[[int], Example]

    @property
    def family(self) -> str:
        """The first part of the name."""
        return self.name.partition("/")[0]

    def __iter__(self) -> Iterator[Example]:
        return map(self.make, range(self.count))

    def shorten(self) -> Suite:
        """Return the first tenth, at least one picture."""
        return replace(self, count=max(1, self.count // QUICK_DIVISOR))


def make_rng(suite: str, index: int) -> np.random.Generator:
    """Return the generator of one picture, that of no other suite, of training or of validation."""
    return np.random.default_rng([SEED, *suite.encode(), index])


def encode_png(grey: npt.NDArray[np.uint8]) -> bytes:
    """Store a picture uint8 (height, width) as a PNG file."""
    out = io.BytesIO()
    Image.fromarray(grey).save(out, "PNG", compress_level=1)
    return out.getvalue()
