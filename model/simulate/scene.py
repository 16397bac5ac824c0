"""What the simulation passes on: ink before it lies on anything, and a picture of which all is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Coverage = npt.NDArray[np.float32]
Owner = npt.NDArray[np.uint8]
Grey = npt.NDArray[np.uint8]

# The height and width in pixels of the nothing that lies on bare paper.
BARE = 100, 70


@dataclass(frozen=True)
class Ink:
    """Ink without paper, cut close around what is written.

    `coverage` is float32 (height, width), from 0 for bare to 1 for fully inked. `owner` uint8 (height, width) says
    which digit a pixel belongs to: k for the k-th, counted from 1 in reading order, 0 for none; digits that touch share
    pixels, which go to either. `labels` has the digits from 0 to 9 and `lines` the line of each, from 0; both are empty
    for what is no digit.
    """

    coverage: Coverage
    owner: Owner
    labels: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Scene:
    """A picture as a decoder would give it, and what is written in it.

    `grey` is uint8 (height, width), 255 = white. `labels`, `lines` as in Ink; `boxes` has [left, top, width, height]
    of each digit's ink, cut at the picture's border; `owner`, as in Ink, has the shape of `grey`.
    """

    grey: Grey
    labels: tuple[int, ...]
    lines: tuple[int, ...]
    boxes: tuple[tuple[int, int, int, int], ...]
    owner: Owner


def ink_of_digit(coverage: Coverage, label: int) -> Ink:
    """Make the Ink of one digit from its coverage."""
    return Ink(coverage, (coverage > 0).astype(np.uint8), (label,), (0,))


def ink_of_nothing() -> Ink:
    """Make the Ink of bare paper."""
    return Ink(np.zeros(BARE, np.float32), np.zeros(BARE, np.uint8))


def find_boxes(owner: Owner, count: int) -> tuple[tuple[int, int, int, int], ...]:
    """Return [left, top, width, height] of each of `count` digits; a digit that has no pixel left gets zeros."""
    boxes = []
    for digit in range(1, count + 1):
        rows = np.flatnonzero((owner == digit).any(axis=1))
        columns = np.flatnonzero((owner == digit).any(axis=0))
        if rows.size == 0:
            boxes.append((0, 0, 0, 0))
            continue
        left, top = int(columns[0]), int(rows[0])
        boxes.append((left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1))
    return tuple(boxes)
