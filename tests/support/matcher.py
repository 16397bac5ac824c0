"""A classifier without a CNN: it knows some tiles, and what looks like none of them is no digit."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Tiles = npt.NDArray[np.uint8]

# Two tiles of the same digit differ by less, two of different digits by more.
NEAR = 22.0


class Matcher:
    """Reads tiles like that of a `known` digit as it, with the shares `digit` and `none`, and others as no digit."""

    version = "matcher"
    uncertain_below = 0.9

    def __init__(self, known: Mapping[str, Tiles], digit: float = 0.98, none: float = 0.011) -> None:
        self._known = known
        self._shares = digit, none

    def classify(self, tiles: Tiles) -> npt.NDArray[np.float32]:
        """Return probabilities float32 (n, 11), the last of no digit."""
        rows = np.full((len(tiles), 11), 0.001, np.float32)
        rows[:, 10] = 0.99
        for row, tile in zip(rows, tiles, strict=True):
            distances = {digit: float(np.abs(tile.astype(int) - one).mean()) for digit, one in self._known.items()}
            nearest = min(distances, key=lambda each: distances[each])
            if distances[nearest] < NEAR:
                digit, none = self._shares
                row[:] = (1 - digit - none) / 9
                row[int(nearest)], row[10] = digit, none
        return rows
