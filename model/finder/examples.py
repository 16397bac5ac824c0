"""What the finder learns from: simulated pictures, with each pixel's mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model.finder.canvas import Grey, lay_on_canvas
from model.simulate.noise import choose, resize_owner
from model.simulate.pictures import Makers, make_picture
from model.simulate.scene import Owner, Scene
from model.simulating import Sources, simulate_chunks, split_count

# What is written, on what, and how often: mostly what thresholds cannot tell from its ground. Boards, on pages or not,
# letters beside digits, and rings and lines about them, are there so that their sides and strokes are not marked.
SHARES: Mapping[tuple[str, str], float] = {
    ("digit", "camera"): 0.11,
    ("line", "camera"): 0.09,
    ("none", "camera"): 0.05,
    ("mixed", "camera"): 0.04,
    ("emphasised", "camera"): 0.04,
    ("digit", "shade"): 0.08,
    ("line", "shade"): 0.09,
    ("none", "shade"): 0.03,
    ("emphasised", "shade"): 0.01,
    ("digit", "afar"): 0.06,
    ("line", "afar"): 0.06,
    ("none", "afar"): 0.02,
    ("digit", "scanner"): 0.04,
    ("line", "scanner"): 0.05,
    ("none", "scanner"): 0.02,
    ("mixed", "scanner"): 0.01,
    ("emphasised", "scanner"): 0.02,
    ("digit", "board"): 0.02,
    ("line", "board"): 0.02,
    ("none", "board"): 0.01,
    ("mixed", "board"): 0.01,
    ("emphasised", "board"): 0.01,
    ("digit", "drawboard"): 0.03,
    ("digit", "screen"): 0.03,
    ("line", "screen"): 0.02,
    ("none", "screen"): 0.02,
    ("mixed", "screen"): 0.01,
}
# Bits of a mark: a digit's ink, and what lies within so many pixels of two digits, fewer of those less than SMALL high.
INK, SEAM = 1, 2
SEAM_REACH, SMALL_SEAM_REACH, SMALL = 2, 1, 20
EXAMPLES_A_CHUNK = 250

# First example, after the last one, seed.
Chunk = tuple[int, int, int]


@dataclass(frozen=True)
class Examples:
    """`canvases` uint8 (n, SIDE, SIDE), and for each of their pixels the sum of INK and SEAM, where these hold."""

    canvases: Grey
    marks: Grey

    def __len__(self) -> int:
        return len(self.canvases)


def make_examples(sources: Sources, count: int, seed: int, processes: int | None = None) -> Examples:
    """Make `count` examples, the same for the same arguments, however many processes make them."""
    chunks = [(*part, seed) for part in split_count(count, EXAMPLES_A_CHUNK)]
    made = list(simulate_chunks(_make_chunk, chunks, sources, "pictures", processes))
    return Examples(np.concatenate([each.canvases for each in made]), np.concatenate([each.marks for each in made]))


def make_scene(makers: Makers, rng: np.random.Generator) -> Scene:
    """Make a picture of what `SHARES` has."""
    what, way = choose(SHARES, rng)
    return make_picture(what, way, makers, rng)


def mark_pixels(owner: Owner, shape: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """Return the marks (height, width) of a picture that is resized to that shape, from its owners (see Ink)."""
    owner = resize_owner(owner, shape)
    near = np.zeros(shape, np.uint8)
    for digit in range(1, int(owner.max(initial=0)) + 1):
        mine = (owner == digit).astype(np.uint8)
        reach = SMALL_SEAM_REACH if cv2.boundingRect(mine)[3] < SMALL else SEAM_REACH
        near += np.asarray(cv2.dilate(mine, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)), np.uint8)
    return (INK * (owner > 0) + SEAM * (near > 1)).astype(np.uint8)


def _make_chunk(makers: Makers, chunk: Chunk) -> Examples:
    first, end, seed = chunk
    made = [_make_example(makers, np.random.default_rng([seed, index])) for index in range(first, end)]
    return Examples(np.stack([canvas for canvas, _ in made]), np.stack([marks for _, marks in made]))


def _make_example(makers: Makers, rng: np.random.Generator) -> tuple[Grey, npt.NDArray[np.uint8]]:
    scene = make_scene(makers, rng)
    canvas, shape = lay_on_canvas(scene.grey)
    marks = np.zeros_like(canvas)
    marks[: shape[0], : shape[1]] = mark_pixels(scene.owner, shape)
    return canvas, marks
