"""A reader without a CNN: what it reads is what the bytes say."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from model.picture import UnreadablePictureError
from model.prepared import Decoded, Prepared
from model.reading import DigitReading, Reading

UNREADABLE = b"unreadable"
BREAKS_ITS_BATCH = b"breaks its batch"
BREAKS_PREPROCESSING = b"breaks preprocessing"


class FakeReader:
    """Reads the one-digit bytes b"7" as 7; other bytes fail as they say."""

    def __init__(self, while_preparing: Callable[[], object] | None = None) -> None:
        self.prepared: list[bytes] = []
        self.batches: list[int] = []
        self._while_preparing = while_preparing

    def decode(self, data: bytes) -> Decoded:
        """Decode nothing, but fail like the real one."""
        self.prepared.append(data)
        if self._while_preparing:
            self._while_preparing()
        if data == UNREADABLE:
            raise UnreadablePictureError("damaged", "The picture is damaged.")
        picture: Any = data
        return Decoded(picture, 1.0)

    def preprocess(self, decoded: Decoded) -> Prepared:
        """Preprocess nothing, but fail like the real one."""
        data: Any = decoded.picture
        if data == BREAKS_PREPROCESSING:
            raise RuntimeError(data.decode())
        return Prepared(width=28, height=28, preprocessed=data, preview=b"preview", preprocess_ms=1.5)

    def read(self, prepared: Sequence[Prepared]) -> list[Reading]:
        """Read a batch, or none of it."""
        self.batches.append(len(prepared))
        contents: list[Any] = [each.preprocessed for each in prepared]
        if BREAKS_ITS_BATCH in contents:
            raise RuntimeError("the batch failed")
        return [_read(int(content)) for content in contents]


class FakeInk:
    """Ink whose picture is none."""

    def draw(self) -> bytes:
        """Draw nothing."""
        return b"ink"


def _read(digit: int) -> Reading:
    ink: Any = FakeInk()
    probabilities = [float(digit == other) for other in range(10)]
    return Reading(
        number=str(digit),
        digits=(DigitReading(digit, 1.0, probabilities, [0, 0, 28, 28], 0),),
        width=28,
        height=28,
        warnings=(),
        tiles=np.zeros((1, 28, 28), np.uint8),
        preview=b"preview",
        ink=ink,
    )
