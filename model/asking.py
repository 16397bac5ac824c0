"""Which pictures the finder is asked about: those in doubt, and those in which there may be more than was read."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.prepared import Prepared
from model.preprocess.written import is_small
from model.reading import Reading, measure_confidence

# It is asked where the least sure digit has a lower confidence than this,
SURE = 0.9
# about pictures that are reduced by more than this: boards are not, nor are small ones in blocks,
MOST_REDUCED = 2
# about those that are more than so many times as wide as high, in which there is room for others beside one digit,
WIDE = 1.5
# and about a zero with more than its two sides on so many rows of its middle, or columns: it may be a ring around
# something. Ink is darker than INK there.
MIDDLE, SIDES, CROSSED, INK = slice(8, 20), 2, 2, 64


def is_asked_about(prepared: Prepared, reading: Reading) -> bool:
    """Tell whether the finder is asked about a picture in which something was read at first."""
    return is_in_doubt(prepared, reading) or (reading.number == "0" and holds_ink(reading.tiles[0]))


def is_in_doubt(prepared: Prepared, reading: Reading) -> bool:
    """Tell whether a reading may not be all that there is: also if it has several digits, of which one may be none.

    In a large picture the clearest one may be the edge of a table, in a wide one others may be fainter, and what was
    cut off may have lain in a shadow.
    """
    view = prepared.preprocessed.view
    height, width = view.grey.shape
    has_room = (view.factor > MOST_REDUCED and not is_small(view.grey)) or width > WIDE * height
    return has_room or prepared.preprocessed.is_cut or len(reading.digits) > 1 or measure_confidence(reading) < SURE


def holds_ink(tile: npt.NDArray[np.uint8]) -> bool:
    """Tell a zero that has ink within, as a ring around a digit has, by its tile uint8 (28, 28)."""
    return max(_count_crossed(tile), _count_crossed(tile.T)) >= CROSSED


def _count_crossed(tile: npt.NDArray[np.uint8]) -> int:
    """Count the rows of the middle that cross more than SIDES strokes."""
    is_ink = np.pad(tile[MIDDLE] > INK, ((0, 0), (1, 0)))
    strokes = (is_ink[:, 1:] & ~is_ink[:, :-1]).sum(axis=1)
    return int((strokes > SIDES).sum())
