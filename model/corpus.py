"""The simulated part of the data: tiles of digits, of lines of digits, and of what is no digit, made on all cores.

It takes some minutes, so it is kept in a file named by everything that it depends on: code, data, sizes and seed.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from model.data import LabelledTiles
from model.simulate.digits import DigitMaker
from model.simulate.drawboard import draw_on_board
from model.simulate.forms import add_boxes_and_rules
from model.simulate.harvest import harvest_tiles
from model.simulate.lines import write_line, write_lines
from model.simulate.noise import log_uniform
from model.simulate.nondigits import NondigitMaker
from model.simulate.scene import Ink, Scene
from model.simulate.strokes import StrokeDigit
from model.simulate.surfaces import lay

PACKAGE = Path(__file__).resolve().parent
# What the tiles depend on beside the data.
CODE = ("preprocess", "simulate", "corpus.py")
SCENES_A_CHUNK = 250
LONGEST_LINE = 6
# Shares of lines with digits that touch, of printed boxes and rules, and of a second line.
TOUCHING_SHARE, FORM_SHARE, TWO_LINES_SHARE = 0.5, 0.25, 0.2
# Heights of digits in lines and of non-digits, in pixels; surfaces choose the size of the picture.
LEAST_HEIGHT, MOST_HEIGHT = 24.0, 150.0


@dataclass(frozen=True)
class Sizes:
    """How many pictures are made: of one digit, the same on a plain board, of lines of digits, and of no digit."""

    digits: int
    boards: int
    lines: int
    none: int


KINDS = [field.name for field in fields(Sizes)]


@dataclass(frozen=True)
class Sources:
    """What digits are made from: pen strokes, and tiles uint8 (n, 28, 28) with their labels."""

    strokes: list[StrokeDigit]
    tiles: LabelledTiles


@dataclass(frozen=True)
class Makers:
    """What makes the ink of pictures."""

    strokes: list[StrokeDigit]
    digits: DigitMaker
    nondigits: NondigitMaker


def make_makers(sources: Sources) -> Makers:
    """Make what makes ink of these sources."""
    digits = DigitMaker(sources.strokes, sources.tiles.tiles, sources.tiles.labels)
    return Makers(sources.strokes, digits, NondigitMaker(digits))


def load_corpus(sources: Sources, sizes: Sizes, seed: int, cache: Path, processes: int | None = None) -> LabelledTiles:
    """Return the tiles of simulated pictures with their labels, 10 for no digit; from `cache` if they were made before.

    The same for the same arguments, however many processes make it.
    """
    name = hash_inputs(sources, seed)
    parts = []
    for kind, count in asdict(sizes).items():
        path = cache / f"{kind}-{count}-{name}.npz"
        if not path.exists():
            _save(make_tiles(sources, kind, count, seed, processes), path)
        with np.load(path) as arrays:
            parts.append(LabelledTiles(arrays["tiles"], arrays["labels"]))
    return LabelledTiles(
        np.concatenate([part.tiles for part in parts]), np.concatenate([part.labels for part in parts])
    )


def make_tiles(sources: Sources, kind: str, count: int, seed: int, processes: int | None = None) -> LabelledTiles:
    """Make `count` pictures of a kind, which is a field of Sizes, find their tiles, and show how far it is."""
    chunks = [(kind, first, min(first + SCENES_A_CHUNK, count), seed) for first in range(0, count, SCENES_A_CHUNK)]
    tiles, labels = [], []
    # Not forked: OpenCV's threads do not survive that, and the first call to it in a child would never return.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=_prepare_process, initargs=(sources,)) as pool:
        for done, (some, of_some) in enumerate(pool.map(_make_chunk, chunks), start=1):
            tiles.append(some)
            labels.append(of_some)
            if sys.stderr.isatty() or done % 50 == 0 or done == len(chunks):
                print(f"\rSimulating {kind}: {done / len(chunks):4.0%}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return LabelledTiles(np.concatenate(tiles), np.concatenate(labels))


def _save(tiles: LabelledTiles, path: Path) -> None:
    """Write tiles whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished.npz")
    np.savez(unfinished, tiles=tiles.tiles, labels=tiles.labels)
    unfinished.replace(path)


def make_scene(kind: str, makers: Makers, rng: np.random.Generator) -> Scene:
    """Make one picture of a kind, which is a field of Sizes."""
    if kind == "boards":
        return draw_on_board(makers.strokes[rng.integers(len(makers.strokes))], rng)
    if kind == "digits":
        return lay(makers.digits.make(rng), rng)
    return lay(makers.nondigits.make(rng) if kind == "none" else write_digits(makers.digits, rng), rng)


def write_digits(digits: DigitMaker, rng: np.random.Generator) -> Ink:
    """Write a line of digits, or two."""
    height = log_uniform(LEAST_HEIGHT, MOST_HEIGHT, rng)
    touching = rng.uniform(0.0, 0.6) if rng.random() < TOUCHING_SHARE else 0.0
    rows = 2 if rng.random() < TWO_LINES_SHARE else 1
    written = [
        write_line(digits.make_row(int(rng.integers(2, LONGEST_LINE + 1)), rng, height), rng, touching=touching)
        for _ in range(rows)
    ]
    ink = written[0] if rows == 1 else write_lines(written, rng)
    return add_boxes_and_rules(ink, rng) if rows == 1 and rng.random() < FORM_SHARE else ink


def hash_inputs(sources: Sources, seed: int) -> str:
    """Name simulated tiles by their code, data and seed: 16 hexadecimal digits."""
    digest = hashlib.sha256(str(seed).encode())
    for name in CODE:
        files = [PACKAGE / name] if name.endswith(".py") else sorted((PACKAGE / name).glob("*.py"))
        for file in files:
            digest.update(file.read_bytes())
    digest.update(sources.tiles.tiles.tobytes())
    for digit in sources.strokes:
        digest.update(f"{digit.label} {digit.writer}".encode())
    return digest.hexdigest()[:16]


# Kind, first picture, after the last one, seed.
Chunk = tuple[str, int, int, int]
_makers: Makers | None = None


def _prepare_process(sources: Sources) -> None:
    global _makers  # noqa: PLW0603 - A pool's process keeps what all of its chunks need.
    cv2.setNumThreads(1)
    _makers = make_makers(sources)


def _make_chunk(chunk: Chunk) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    kind, first, end, seed = chunk
    assert _makers is not None  # noqa: S101 - The pool's initializer has run.
    tiles, labels = [np.zeros((0, 28, 28), np.uint8)], []
    for index in range(first, end):
        rng = np.random.default_rng([seed, KINDS.index(kind), index])
        found, of_found = harvest_tiles(make_scene(kind, _makers, rng), rng)
        tiles.append(found)
        labels += of_found
    return np.concatenate(tiles), np.array(labels, np.int64)
