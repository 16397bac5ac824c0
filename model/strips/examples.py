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
from model.simulate.forms import add_boxes_and_rules
from model.simulate.lines import write_line, write_lines
from model.simulate.noise import log_uniform
from model.simulate.pictures import FORM_SHARE, LEAST_HEIGHT, MOST_HEIGHT, TOUCHING_SHARE, TWO_LINES_SHARE, Makers
from model.simulate.scene import Ink, Scene
from model.simulate.surfaces import WAYS
from model.simulating import Sources, simulate_chunks
from model.strips.network import WIDTH
from model.strips.strip import Grey, Line, cut_strip, fit_line, place_line

# What is written, and on what.
WHAT: Mapping[str, float] = {"line": 0.75, "digit": 0.15, "none": 0.1}
SURFACES: Mapping[str, float] = {"camera": 0.45, "afar": 0.2, "scanner": 0.2, "board": 0.15}
# A number has so many digits at most here; of the network, the longer ones need nothing else.
LONGEST = 9
# How far a line is from where it should be found: deviations of its angle (radians), of the logarithm of its height, of
# its middle (heights), and up to how much longer it may be on each side (heights).
TURNED, RESIZED, MOVED, LONGER = 0.03, 0.12, 0.06, 0.4
# Of a digit: its class (digit + 1, 0 for none), middle, left and right in a strip's pixels.
CLASS, MIDDLE, LEFT, RIGHT = range(4)
EXAMPLES_A_CHUNK = 200

Chunk = tuple[int, int, int]


@dataclass(frozen=True)
class Examples:
    """`strips` uint8 (n, HEIGHT, WIDTH, CHANNELS); `digits` float32 (n, LONGEST, 4) from left to right, then zeros."""

    strips: Grey
    digits: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.strips)


def make_examples(sources: Sources, count: int, seed: int, processes: int | None = None) -> Examples:
    """Make the strips of `count` pictures, the same for the same arguments, however many processes make them."""
    chunks = [(first, min(first + EXAMPLES_A_CHUNK, count), seed) for first in range(0, count, EXAMPLES_A_CHUNK)]
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
    height = log_uniform(LEAST_HEIGHT, MOST_HEIGHT, rng)
    touching = rng.uniform(0.0, 0.8) if rng.random() < TOUCHING_SHARE else 0.0
    rows = 2 if rng.random() < TWO_LINES_SHARE else 1
    written = [
        write_line(makers.digits.make_row(int(rng.integers(2, LONGEST + 1)), rng, height), rng, touching=touching)
        for _ in range(rows)
    ]
    ink = written[0] if rows == 1 else write_lines(written, rng)
    return add_boxes_and_rules(ink, rng) if rows == 1 and rng.random() < FORM_SHARE else ink


@cache
def _load_finder() -> Finder:
    return Finder()


def _make_chunk(makers: Makers, chunk: Chunk) -> Examples:
    first, end, seed = chunk
    made = [
        example for index in range(first, end) for example in _make_strips(makers, np.random.default_rng([seed, index]))
    ]
    return Examples(np.stack([strip for strip, _ in made]), np.stack([digits for _, digits in made]))


def _make_strips(makers: Makers, rng: np.random.Generator) -> Iterator[tuple[Grey, npt.NDArray[np.float32]]]:
    """Make a picture, look at it as the reader does, and cut out each of its lines."""
    scene = make_scene(makers, rng)
    view, finder = view_picture(scene.grey), _load_finder()
    found = finder.find(view.grey)
    closer = view.look_closer(found.ink) if view.factor > 1 else None
    if closer is not None:
        view, found = closer, finder.find(closer.grey)
    seen = np.array(scene.boxes, np.float64).reshape(-1, 4)
    seen[:, :2] -= (view.left, view.top)
    seen /= view.factor
    inside = [_lies_within(box, view.grey.shape) for box in seen]
    if not scene.labels:
        yield from _cut_nothing(view.grey, found, rng)
    for number in sorted(set(scene.lines)):
        mine = [index for index, line in enumerate(scene.lines) if line == number and inside[index]]
        if mine:
            line = _shake(fit_line(seen[mine].tolist()), rng)
            labels = [scene.labels[index] for index in mine]
            yield cut_strip(view.grey, found, line), place_digits(seen[mine], labels, line)


def _lies_within(box: npt.NDArray[np.float64], shape: tuple[int, ...]) -> bool:
    left, top, width, height = box
    return bool(
        width > 0
        and left + width / 2 > 0
        and top + height / 2 > 0
        and left + width / 2 < shape[1]
        and top + height / 2 < shape[0]
    )


def _cut_nothing(grey: Grey, found: Found, rng: np.random.Generator) -> Iterator[tuple[Grey, npt.NDArray[np.float32]]]:
    """Cut out what is marked in a picture without digits, if anything is."""
    marked = cv2.connectedComponentsWithStats((found.ink > MARKED).astype(np.uint8))[2][1:, :4]
    large = [box.tolist() for box in marked if box[3] > 0.5 * marked[:, 3].max()]
    if large:
        yield cut_strip(grey, found, _shake(fit_line(large), rng)), np.zeros((LONGEST, 4), np.float32)


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
