"""The connected pieces of the ink, and which of them surely belong to one digit."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model.preprocess.contrast import Grey

Labels = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Piece:
    """Ink that is kept together: `labels` are the components it consists of, `area` their pixels.

    The box is in pixels of the reduced picture.
    """

    labels: tuple[int, ...]
    left: int
    top: int
    width: int
    height: int
    area: int

    @property
    def right(self) -> int:
        """The first column after the piece."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row after the piece."""
        return self.top + self.height

    @property
    def side(self) -> int:
        """The longest side of the box."""
        return max(self.width, self.height)

    @property
    def box(self) -> list[int]:
        """[left, top, width, height]."""
        return [self.left, self.top, self.width, self.height]

    def touches(self, width: int, height: int) -> bool:
        """Whether the piece reaches a side of a picture of this size."""
        return self.left == 0 or self.top == 0 or self.right == width or self.bottom == height

    def encloses(self, other: Piece) -> bool:
        """Whether the other piece's box lies inside this one's and touches none of its sides."""
        return (
            self.left < other.left and self.top < other.top and self.right > other.right and self.bottom > other.bottom
        )


def find_pieces(mask: Grey) -> tuple[Labels, list[Piece]]:
    """Return the label of each pixel, int32 (height, width), 0 for none, and a Piece for each 8-connected component."""
    # Only where there is ink: most of a board is paper.
    left, top, width, height = cv2.boundingRect(mask)
    inked = mask[top : top + height, left : left + width]
    labels = np.zeros(mask.shape, np.int32)
    if inked.size == 0:
        return labels, []
    place = slice(top, top + height), slice(left, left + width)
    count, labels[place] = cv2.connectedComponents(inked, connectivity=8)
    if count == 2:
        return labels, [Piece((1,), left, top, width, height, cv2.countNonZero(inked))]
    # Measuring takes several times as long as finding, and most masks hold one piece.
    count, labels[place], stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    rows = stats[1:count].tolist()
    return labels, [Piece((index,), left + x, top + y, w, h, area) for index, (x, y, w, h, area) in enumerate(rows, 1)]


def count_within(region: Grey, labels: Labels, pieces: list[Piece]) -> list[int]:
    """Count for each piece, as find_pieces returns them, its pixels in a region, 1 in uint8 (height, width)."""
    own = [piece.labels[0] for piece in pieces]
    counts = np.bincount(labels[region > 0], minlength=max(own, default=0) + 1)
    return [int(counts[label]) for label in own]


def remove_pieces(mask: Grey, labels: Labels, removed: list[Piece]) -> Grey:
    """Return the mask (height, width) without those pieces; the mask itself if there are none."""
    if not removed:
        return mask
    return np.where(np.isin(labels, [label for piece in removed for label in piece.labels]), 0, mask).astype(np.uint8)


def find_median_height(pieces: list[Piece], weights: list[int]) -> int:
    """Return the median of the pieces' heights, each counting as often as its weight says."""
    ranked = sorted(zip(pieces, weights, strict=True), key=lambda each: each[0].height)
    cumulative = np.cumsum([weight for _, weight in ranked])
    return ranked[int(np.searchsorted(cumulative, cumulative[-1] / 2))][0].height


def join_pieces(pieces: list[Piece]) -> Piece:
    """Make one piece of several."""
    if len(pieces) == 1:
        return pieces[0]
    left, top = min(piece.left for piece in pieces), min(piece.top for piece in pieces)
    return Piece(
        tuple(label for piece in pieces for label in piece.labels),
        left,
        top,
        max(piece.right for piece in pieces) - left,
        max(piece.bottom for piece in pieces) - top,
        sum(piece.area for piece in pieces),
    )


def overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    """Pixels that two ranges share; below 0, the gap between them."""
    return min(end, other_end) - max(start, other_start)
