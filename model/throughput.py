"""How many tiles all cores read together, a process on each, as the worker's pool has them."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path

import numpy as np

from model.artifact import read_golden
from model.classifier import BATCH_SIZES, load_classifier

TIMED_SECONDS = 4.0


def measure_throughput(artifact_dir: Path, processes: int, seconds: float = TIMED_SECONDS) -> float:
    """Tiles a second that so many processes classify at the same time, on LiteRT, in the largest batches."""
    # Not forked: see `simulating.simulate_chunks`.
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(processes)
    with ProcessPoolExecutor(processes, context, initializer=_share_barrier, initargs=(start,)) as pool:
        return sum(pool.map(_classify_for_a_while, [artifact_dir] * processes, [seconds] * processes))


_start: Barrier | None = None


def _share_barrier(start: Barrier) -> None:
    global _start  # noqa: PLW0603 - A barrier reaches a pool's process only as it starts.
    _start = start


def _classify_for_a_while(artifact_dir: Path, seconds: float) -> float:
    assert _start is not None  # noqa: S101 - The pool's initializer has run.
    classifier = load_classifier(artifact_dir, "litert")
    tiles = read_golden(artifact_dir).tiles
    batch = np.resize(tiles, (BATCH_SIZES[-1], *tiles.shape[1:]))
    # Prepares for this size, the only one that is timed.
    classifier.classify(batch)
    _start.wait()
    started = time.perf_counter()
    calls = 0
    while (spent := time.perf_counter() - started) < seconds:
        classifier.classify(batch)
        calls += 1
    return calls * len(batch) / spent
