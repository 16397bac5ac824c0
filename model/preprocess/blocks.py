"""Small pictures that were enlarged without smoothing: each of their blocks was a pixel, and becomes one again.

Stairs as large as a stroke is wide hide what a digit is; in the small picture, its outline is drawn smoothly.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.preprocess.contrast import Grey

# So many blocks a side at most, where stairs are in the way, each of so many pixels at least.
MOST_BLOCKS, LEAST_PITCH = 32, 3
# The sides of blocks lie where they should but for rounding: so many pixels, and this share of the pitch.
OFF, OFF_SHARE = 1.0, 0.15
# So many rows or columns tell of most pictures that they have no blocks, so many of nearly all others.
SAMPLED = 4, 32

Places = npt.NDArray[np.intp]


def shrink_blocks(grey: Grey) -> tuple[Grey, int]:
    """Return a picture (height, width) with one pixel a block, and how many those had; or as it is, and 1.

    Where blocks differ in size, that is the lesser one, so that no block lies beyond the picture.
    """
    across = _find_sides(grey)
    down = None if across is None else _find_sides(grey.T)
    if across is None or down is None:
        return grey, 1
    height, width = grey.shape
    for columns in range(across.size + 1, min(MOST_BLOCKS, width // LEAST_PITCH) + 1):
        pitch = width / columns
        rows = round(height / pitch)
        if 0 < rows <= MOST_BLOCKS and _are_sides(across, pitch) and _are_sides(down, height / rows):
            middles = (
                np.floor((np.arange(count) + 0.5) * side / count).astype(int)
                for count, side in ((rows, height), (columns, width))
            )
            return np.ascontiguousarray(grey[np.ix_(*middles)]), int(pitch)
    return grey, 1


def _find_sides(grey: Grey) -> Places | None:
    """Return the columns that differ from those before them; None where there are none, or too near ones for blocks."""
    height = grey.shape[0]
    some = (grey[height // (2 * count) :: max(1, height // count)] for count in SAMPLED)
    for rows in (*some, grey):
        places = np.flatnonzero((rows[:, 1:] != rows[:, :-1]).any(axis=0)) + 1
        if places.size >= MOST_BLOCKS or (places.size > 1 and int((places[1:] - places[:-1]).min()) < LEAST_PITCH):
            return None
    return places if places.size else None


def _are_sides(places: Places, pitch: float) -> bool:
    """Tell whether all places are those of the sides of blocks."""
    off = np.abs(places - np.rint(places / pitch) * pitch)
    return bool(off.max() <= min(OFF, OFF_SHARE * pitch))
