"""The simulated part of the data: tiles of digits, of lines of digits, and of what is no digit, made on all cores.

It takes some minutes, so it is kept in a file named by everything that it depends on: code, data, sizes and seed.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.data import LabelledTiles
from model.simulate.harvest import harvest_tiles
from model.simulate.pictures import Makers, make_scene
from model.simulating import Sources, simulate_chunks, split_count

PACKAGE = Path(__file__).resolve().parent
# What the tiles depend on beside the data.
CODE = ("preprocess", "simulate", "corpus.py")
SCENES_A_CHUNK = 250


@dataclass(frozen=True)
class Sizes:
    """How many pictures are made: of one digit, on a plain board, of lines of digits, of no digit, in small squares."""

    digits: int
    boards: int
    lines: int
    none: int
    squares: int


KINDS = [field.name for field in fields(Sizes)]


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
    chunks = [(kind, *part, seed) for part in split_count(count, SCENES_A_CHUNK)]
    tiles, labels = zip(*simulate_chunks(_make_chunk, chunks, sources, kind, processes), strict=True)
    return LabelledTiles(np.concatenate(tiles), np.concatenate(labels))


def _save(tiles: LabelledTiles, path: Path) -> None:
    """Write tiles whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished.npz")
    np.savez(unfinished, tiles=tiles.tiles, labels=tiles.labels)
    unfinished.replace(path)


def hash_inputs(sources: Sources, seed: int) -> str:
    """Name simulated tiles by their code, data and seed: 16 hexadecimal digits."""
    digest = hashlib.sha256(f"{seed} {sources.mixed_share}".encode())
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


def _make_chunk(makers: Makers, chunk: Chunk) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    kind, first, end, seed = chunk
    tiles, labels = [np.zeros((0, 28, 28), np.uint8)], []
    for index in range(first, end):
        rng = np.random.default_rng([seed, KINDS.index(kind), index])
        found, of_found = harvest_tiles(make_scene(kind, makers, rng), rng)
        tiles.append(found)
        labels += of_found
    return np.concatenate(tiles), np.array(labels, np.int64)
