"""What the strip reader learns from: strips of simulated pictures as the finder marks them, and the digits in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from model.finder.find import Finder, Found
from model.preprocess.view import MARKED, view_picture
from model.simulate.pictures import Makers, write_digits
from model.simulate.scene import Ink, Scene
from model.simulate.surfaces import WAYS
from model.simulating import Sources, simulate_chunks, split_count
from model.strips.network import WIDTH
from model.strips.strip import Grey, Line, cut_strip, fit_line, place_line, stack_marks

# What is written, and on what.
WHAT: Mapping[str, float] = {"line": 0.75, "digit": 0.15, "none": 0.1}
SURFACES: Mapping[str, float] = {"camera": 0.45, "afar": 0.2, "scanner": 0.2, "board": 0.15}
# A number has so many digits at most here; of the network, the longer ones need nothing else.
LONGEST = 9
# Where digits of a line touch, up to this share do: more than elsewhere, as that is what is to be learned.
MOST_TOUCHING = 0.8
# How far a line is from where it should be found: deviations of its angle (radians), of the logarithm of its height, of
# its middle (heights), and up to how much longer it may be on each side (heights).
TURNED, RESIZED, MOVED, LONGER = 0.03, 0.12, 0.06, 0.4
# Of a digit: its class (digit + 1, 0 for none), middle, left and right in a strip's pixels.
CLASS, MIDDLE, LEFT, RIGHT = range(4)
EXAMPLES_A_CHUNK = 200

# First picture, after the last one, seed.
Chunk = tuple[int, int, int]
# A strip and its digits, as in Examples.
Example = tuple[Grey, npt.NDArray[np.float32]]


@dataclass(frozen=True)
class Examples:
    """`strips` uint8 (n, HEIGHT, WIDTH, CHANNELS); `digits` float32 (n, LONGEST, 4) from left to right, then zeros."""

    strips: Grey
    digits: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.strips)


def make_examples(sources: Sources, count: int, seed: int, processes: int | None = None) -> Examples:
    """Make the strips of `count` pictures, the same for the same arguments, however many processes make them."""
    chunks = [(*part, seed) for part in split_count(count, EXAMPLES_A_CHUNK)]
    made = list(simulate_chunks(_make_chunk, chunks, sources, "strips", processes))
    return Examples(np.concatenate([each.strips for each in made]), np.concatenate([each.digits for each in made]))


def make_scene(makers: Makers, rng: np.random.Generator) -> Scene:
    """Make a picture of what `WHAT` has on what `SURFACES` has."""
    what, way = (list(shares)[int(rng.choice(len(shares), p=list(shares.values())))] for shares in (WHAT, SURFACES))
    return WAYS[way](_write(what, makers, rng), rng)


def _write(what: str, makers: Makers, rng: np.random.Generator) -> Ink:
    if what == "none":
        return makers.nondigits.make(rng)
    if what == "digit":
        return makers.digits.make(rng)
    return write_digits(makers.digits, rng, longest=LONGEST, most_touching=MOST_TOUCHING)


@cache
def _load_finder() -> Finder:
    return Finder()


def _make_chunk(makers: Makers, chunk: Chunk) -> Examples:
    first, end, seed = chunk
    made = [
        example for index in range(first, end) for example in _make_strips(makers, np.random.default_rng([seed, index]))
    ]
    return Examples(np.stack([strip for strip, _ in made]), np.stack([digits for _, digits in made]))


def _make_strips(makers: Makers, rng: np.random.Generator) -> Iterator[Example]:
    """Make a picture, look at it as the reader does, and cut out each of its lines."""
    scene = make_scene(makers, rng)
    view, finder = view_picture(scene.grey), _load_finder()
    found = finder.find(view.grey)
    closer = view.look_closer(found.ink)
    if closer is not None:
        view, found = closer, finder.find(closer.grey)
    seen = view.locate(scene.boxes)
    inside = [_lies_within(box, view.grey.shape) for box in seen]
    marked = stack_marks(view.grey, found)
    if not scene.labels:
        yield from _cut_nothing(marked, found, rng)
    for number in sorted(set(scene.lines)):
        mine = [index for index, line in enumerate(scene.lines) if line == number and inside[index]]
        if mine:
            line = _shake(fit_line(seen[mine].tolist()), rng)
            labels = [scene.labels[index] for index in mine]
            yield cut_strip(marked, line), place_digits(seen[mine], labels, line)


def _lies_within(box: npt.NDArray[np.float64], shape: tuple[int, ...]) -> bool:
    left, top, width, height = box
    return bool(
        width > 0
        and left + width / 2 > 0
        and top + height / 2 > 0
        and left + width / 2 < shape[1]
        and top + height / 2 < shape[0]
    )


def _cut_nothing(marked: Grey, found: Found, rng: np.random.Generator) -> Iterator[Example]:
    """Cut out what is marked in a picture without digits, if anything is."""
    boxes = cv2.connectedComponentsWithStats((found.ink > MARKED).astype(np.uint8))[2][1:, :4]
    large = [box.tolist() for box in boxes if box[3] > 0.5 * boxes[:, 3].max()]
    if large:
        yield cut_strip(marked, _shake(fit_line(large), rng)), np.zeros((LONGEST, 4), np.float32)


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


def place_digits(boxes: npt.NDArray[np.float64], labels: list[int], line: Line) -> npt.NDArray[np.float32]:
    """Return where digits of a picture, with boxes (n, 4) from left to right, lie in a line's strip: (LONGEST, 4)."""
    there = place_line(line)
    middles = (boxes[:, :2] + boxes[:, 2:] / 2) @ there[:, :2].T + there[:, 2]
    half = boxes[:, 2] * np.linalg.norm(there[:, 0]) / 2
    digits = np.zeros((LONGEST, 4), np.float32)
    placed = np.column_stack([np.array(labels) + 1, middles[:, 0], middles[:, 0] - half, middles[:, 0] + half])
    placed = placed[(placed[:, MIDDLE] > 0) & (placed[:, MIDDLE] < WIDTH)]
    digits[: len(placed)] = placed
    return digits
