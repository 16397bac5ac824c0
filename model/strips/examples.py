"""What the strip reader learns from: strips of simulated pictures as the finder marks them, and the digits in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from model.finder.find import Finder
from model.finder.search import look_closer
from model.preprocess.view import view_picture
from model.simulate.noise import choose
from model.simulate.pictures import Lines, Makers, make_picture
from model.simulate.scene import Scene
from model.simulating import Sources, simulate_chunks, split_count
from model.strips.cutting import LONGEST, Digits, Example, cut_found, cut_written
from model.strips.strip import Grey, stack_marks

# What is written, and on what: also the site's own board, as with a thick pen a 9 looks like a 3.
WHAT: Mapping[str, float] = {"line": 0.75, "digit": 0.15, "none": 0.1}
SURFACES: Mapping[str, float] = {"camera": 0.46, "afar": 0.1, "scanner": 0.2, "board": 0.16, "drawboard": 0.08}
# Where digits of a line touch, up to this share do: more than elsewhere, as that is what is to be learned.
LINES = Lines(LONGEST, most_touching=0.8)
# Of pictures with digits, so many give the lines that are found, the others those that their digits stand in.
FOUND_SHARE = 0.5
EXAMPLES_A_CHUNK = 200

# First picture, after the last one, seed.
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
    chunks = [(*part, seed) for part in split_count(count, EXAMPLES_A_CHUNK)]
    made = list(simulate_chunks(_make_chunk, chunks, sources, "strips", processes))
    return Examples(np.concatenate([each.strips for each in made]), np.concatenate([each.digits for each in made]))


def make_scene(makers: Makers, rng: np.random.Generator) -> Scene:
    """Make a picture of what `WHAT` has on what `SURFACES` has."""
    what, way = choose(WHAT, rng), choose(SURFACES, rng)
    return make_picture(what, way, makers, rng, LINES)


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
    """Make a picture, look at it as the reader does, and cut out its lines: as they are found, or where they lie."""
    scene = make_scene(makers, rng)
    view, finder = view_picture(scene.grey), _load_finder()
    found = finder.find(view.grey)
    closer = look_closer(finder, view, found.ink)
    if closer is not None:
        view, found = closer, finder.find(closer.grey)
    digits = Digits(view.locate(scene.boxes), np.array(scene.labels, int), np.array(scene.lines, int))
    seen = digits.take(digits.lie_within(view.grey.shape))
    if not scene.labels or rng.random() < FOUND_SHARE:
        yield from cut_found(view.grey, found, seen, rng)
    else:
        yield from cut_written(stack_marks(view.grey, found), seen, rng)
