"""A reader whose inference takes as long as a test wants, so that scaling can be measured on few cores."""

import time
from collections.abc import Sequence

from model.classifier import Classifier
from model.prepared import Prepared
from model.reader import Reader
from model.reading import Reading


class SlowReader(Reader):
    """Reads as any other, but takes at least `milliseconds` for each image of a batch."""

    def __init__(self, classifier: Classifier, max_pixels: int, milliseconds: int) -> None:
        super().__init__(classifier, max_pixels)
        self._seconds = milliseconds / 1000

    def read(self, prepared: Sequence[Prepared]) -> list[Reading]:
        """See Reader."""
        until = time.monotonic() + len(prepared) * self._seconds
        readings = super().read(prepared)
        time.sleep(max(0.0, until - time.monotonic()))
        return readings
