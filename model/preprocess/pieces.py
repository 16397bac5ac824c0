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
