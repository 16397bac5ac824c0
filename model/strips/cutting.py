"""The lines of a simulated picture as strips, and the digits in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from model.finder.find import Found
from model.strips.lines import find_lines
from model.strips.network import HEIGHT, WIDTH
from model.strips.strip import (
    LINE_HEIGHT,
    Grey,
    Line,
    cut_strip,
    find_middles,
    fit_line,
    measure_scale,
    place_middles,
    stack_marks,
)

# A number has so many digits at most here; of the network, the longer ones need nothing else.
LONGEST = 9
# How far a line is from where it should be found: deviations of its angle (radians), of the logarithm of its height, of
# its middle (heights), and up to how much longer it may be on each side (heights).
TURNED, RESIZED, MOVED, LONGER = 0.03, 0.12, 0.06, 0.4
# Of what is found in a picture, so many lines without a digit are taken at most.
MOST_EMPTY = 2
# Of a digit: its class (digit + 1, 0 for none), middle, left and right in a strip's pixels.
CLASS, MIDDLE, LEFT, RIGHT = range(4)

# A strip, and its digits float32 (LONGEST, 4) from left to right, then zeros.
Example = tuple[Grey, npt.NDArray[np.float32]]


@dataclass(frozen=True)
class Digits:
    """Digits in a view: their boxes (n, 4) in its pixels, labels (n,) and the numbers of their lines (n,)."""

    boxes: npt.NDArray[np.float64]
    labels: npt.NDArray[np.integer]
    lines: npt.NDArray[np.integer]

    def take(self, chosen: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Digits:
        """Return some of them, by mask or number."""
        return Digits(self.boxes[chosen], self.labels[chosen], self.lines[chosen])

    def lie_within(self, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
        """Tell of each (n,) whether its middle lies in a picture (height, width)."""
        middles = find_middles(self.boxes)
        return np.asarray((self.boxes[:, 2] > 0) & ((middles > 0) & (middles < shape[1::-1])).all(axis=1))


def cut_written(marked: Grey, digits: Digits, rng: np.random.Generator) -> Iterator[Example]:
    """Cut out each line that digits stand in, as if it had been found not quite where it is."""
    for number in np.unique(digits.lines):
        mine = digits.take(digits.lines == number)
        line = _shake(fit_line(mine.boxes.tolist()), rng)
        yield cut_strip(marked, line), place_digits(mine, line)


def cut_found(grey: Grey, found: Found, digits: Digits, rng: np.random.Generator) -> Iterator[Example]:
    """Cut out each line that is found in a picture by its marks, with the digits that lie in it: often there is none.

    What holds digits of several lines is left out: nobody could say what should be read.
    """
    lines, marked = find_lines(found.ink), stack_marks(grey, found)
    owners = _find_owners(lines, digits)
    empty = rng.permutation([number for number in range(len(lines)) if number not in owners])
    for number in [*np.unique(owners[owners >= 0]), *empty[:MOST_EMPTY]]:
        mine = digits.take(owners == number)
        if len(np.unique(mine.lines)) <= 1:
            line = lines[int(number)]
            yield cut_strip(marked, line), place_digits(mine, line)


def _find_owners(lines: list[Line], digits: Digits) -> npt.NDArray[np.intp]:
    """Return the number (n,) of the line in which each digit lies, the nearest to its middle; -1 for none."""
    if not lines or not len(digits.labels):
        return np.full(len(digits.labels), -1, np.intp)
    along, across = place_middles(lines, digits.boxes)
    off = np.abs(across - HEIGHT / 2)
    off = np.where((along > 0) & (along < WIDTH) & (off <= LINE_HEIGHT / 2), off, np.inf)
    return np.where(np.isfinite(off.min(axis=0)), off.argmin(axis=0), -1)


def _shake(line: Line, rng: np.random.Generator) -> Line:
    """Find a line not quite where it is."""
    height = line.height * float(np.exp(rng.normal(0.0, RESIZED)))
    before, after = rng.uniform(-0.1, LONGER, 2) * line.height * (rng.random(2) < 0.3)
    x, y = (np.array([line.x, line.y]) + rng.normal(0.0, MOVED, 2) * line.height).tolist()
    return replace(
        line,
        x=x + (after - before) / 2,
        y=y,
        angle=line.angle + float(rng.normal(0.0, TURNED)),
        length=line.length + before + after,
        height=height,
    )


def place_digits(digits: Digits, line: Line) -> npt.NDArray[np.float32]:
    """Return where digits of a view lie in a line's strip: float32 (LONGEST, 4)."""
    (along,), _ = place_middles([line], digits.boxes)
    half = measure_scale(line) * digits.boxes[:, 2] / 2
    placed = np.column_stack([digits.labels + 1, along, along - half, along + half])
    placed = placed[(placed[:, MIDDLE] > 0) & (placed[:, MIDDLE] < WIDTH)]
    in_strip = np.zeros((LONGEST, 4), np.float32)
    in_strip[: len(placed)] = placed[placed[:, MIDDLE].argsort(kind="stable")]
    return in_strip
