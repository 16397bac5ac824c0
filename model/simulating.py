"""Simulated pictures, made on all cores."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import cv2

from model.data import LabelledTiles
from model.simulate.pictures import Makers
from model.simulate.strokes import StrokeDigit

Chunk = TypeVar("Chunk")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Sources:
    """What digits are made from: pen strokes, a share of them mixed, and labelled tiles uint8 (n, 28, 28)."""

    strokes: list[StrokeDigit]
    tiles: LabelledTiles
    mixed_share: float = 0.0


def simulate_chunks(
    make: Callable[[Makers, Chunk], Made],
    chunks: Sequence[Chunk],
    sources: Sources,
    about: str,
    processes: int | None = None,
) -> Iterator[Made]:
    """Yield what `make`, a function of a module, makes of each chunk, in order, and show how far it is with `about`."""
    # Not forked: OpenCV's threads do not survive that, and the first call to it in a child would never return.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=_prepare_process, initargs=(sources,)) as pool:
        for done, made in enumerate(pool.map(partial(_make_one, make), chunks), start=1):
            yield made
            if sys.stderr.isatty() or done % 50 == 0 or done == len(chunks):
                print(f"\rSimulating {about}: {done / len(chunks):4.0%}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def split_count(count: int, most: int) -> list[tuple[int, int]]:
    """Split the numbers below `count` into runs of at most `most`: the first of each, and the one after its last."""
    return [(first, min(first + most, count)) for first in range(0, count, most)]


_makers: Makers | None = None


def _prepare_process(sources: Sources) -> None:
    global _makers  # noqa: PLW0603 - A pool's process keeps what all of its chunks need.
    # Ctrl-C is for the process that trains: it ends these.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    _makers = Makers.of(sources.strokes, sources.tiles.tiles, sources.tiles.labels, sources.mixed_share)


def _make_one(make: Callable[[Makers, Chunk], Made], chunk: Chunk) -> Made:
    assert _makers is not None  # noqa: S101 - The pool's initializer has run.
    return make(_makers, chunk)
