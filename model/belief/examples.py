"""What belief is fitted to: looks at pictures of all that people send, and of what is no digit, right or wrong."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from model.artifact import default_artifact_dir
from model.belief.believe import Belief
from model.belief.facts import FACTS, list_facts
from model.classifier import load_classifier
from model.damage import damage_tiles
from model.evaluation import MAX_PIXELS
from model.png import encode_grey
from model.reader import Reader
from model.simulate.noise import choose
from model.simulate.pictures import Makers, make_picture
from model.simulating import Sources, simulate_chunks, split_count

# What is written, on what, and how often. The board that the site itself offers has a way of its own; tiles are small
# pictures of one digit each, of which half are damaged.
SHARES: Mapping[tuple[str, str], float] = {
    ("digit", "camera"): 0.13,
    ("digit", "scanner"): 0.09,
    ("digit", "board"): 0.06,
    ("digit", "drawboard"): 0.07,
    ("digit", "tile"): 0.18,
    ("digit", "afar"): 0.04,
    ("line", "camera"): 0.11,
    ("line", "scanner"): 0.09,
    ("line", "board"): 0.09,
    ("line", "afar"): 0.03,
    ("none", "camera"): 0.03,
    ("none", "scanner"): 0.03,
    ("none", "board"): 0.03,
    ("nothing", "camera"): 0.01,
    ("nothing", "scanner"): 0.01,
}
DAMAGED_SHARE = 0.5
PICTURES_A_CHUNK = 100
# Whoever only looks needs no belief, and there may be none yet for these facts.
UNFITTED = Belief(np.zeros(len(FACTS)), 0.0, np.zeros(len(FACTS)))

# First picture, after the last one, seed.
Chunk = tuple[int, int, int]


class Looks(NamedTuple):
    """Looks with digits at pictures in doubt: `facts` float64 (n, 10), and bool (n,) whether each number is `right`.

    `picture` int64 (n,) counts the pictures; `is_digit` bool (n,) says whether there is a digit in it.
    """

    facts: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]
    picture: npt.NDArray[np.int64]
    is_digit: npt.NDArray[np.bool_]


def make_looks(sources: Sources, count: int, seed: int, processes: int | None = None) -> Looks:
    """Make `count` pictures, the same for the same arguments, and look at them with what ships but its belief."""
    chunks = [(*part, seed) for part in split_count(count, PICTURES_A_CHUNK)]
    made = list(simulate_chunks(_look_at_chunk, chunks, sources, "and reading pictures", processes))
    return Looks(*(np.concatenate(parts) for parts in zip(*made, strict=True)))


@cache
def _load_reader() -> Reader:
    return Reader(load_classifier(default_artifact_dir(), "litert"), MAX_PIXELS, belief=UNFITTED)


def _look_at_chunk(makers: Makers, chunk: Chunk) -> Looks:
    first, end, seed = chunk
    pictures = [_make_picture(makers, np.random.default_rng([seed, index])) for index in range(first, end)]
    reader = _load_reader()
    _, looks = reader.look([reader.prepare(encode_grey(grey)) for grey, _ in pictures])
    facts, right, picture = [np.zeros((0, len(FACTS)))], [], []
    for index, of_picture in looks.items():
        read = [look for look in of_picture if look.digits]
        facts.append(list_facts(of_picture))
        right += [tuple(digit.digit for digit in look.digits) == pictures[index][1] for look in read]
        picture += [index] * len(read)
    numbers = np.array(picture, np.int64)
    is_digit = np.array([bool(labels) for _, labels in pictures])[numbers]
    return Looks(np.concatenate(facts), np.array(right, bool), first + numbers, is_digit)


def _make_picture(makers: Makers, rng: np.random.Generator) -> tuple[npt.NDArray[np.uint8], tuple[int, ...]]:
    """Return levels uint8 (height, width), and the digits that are there."""
    what, way = choose(SHARES, rng)
    if way == "tile":
        index = int(rng.integers(len(makers.tiles)))
        return 255 - damage_tiles(makers.tiles[[index]], rng, DAMAGED_SHARE)[0], (int(makers.labels[index]),)
    scene = make_picture(what, way, makers, rng)
    return scene.grey, scene.labels
