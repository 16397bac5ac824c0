"""Batches made by other processes, some ahead of their use, so that the network does not wait for augmentation."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager

import cv2

from model.batches import BatchMaker
from model.data import LabelledTiles
from model.dataset import Split

# So many batches wait for the network, or are being made, for each process.
AHEAD_EACH = 4


@contextmanager
def batches_ahead(split: Split, seed: int, processes: int) -> Iterator[Callable[[int], LabelledTiles]]:
    """Yield what returns the batch of a number, while `processes` others make the next ones; with 0, it makes it."""
    if not processes:
        yield BatchMaker(split, seed).make
        return
    # Not forked: the threads of TensorFlow and JAX do not survive that.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=_prepare_process, initargs=(split, seed)) as pool:
        coming: dict[int, Future[LabelledTiles]] = {}

        def take(number: int) -> LabelledTiles:
            for each in range(number, number + AHEAD_EACH * processes):
                if each not in coming:
                    coming[each] = pool.submit(_make, each)
            return coming.pop(number).result()

        try:
            yield take
        finally:
            pool.shutdown(cancel_futures=True)


_maker: BatchMaker | None = None


def _prepare_process(split: Split, seed: int) -> None:
    global _maker  # noqa: PLW0603 - A pool's process keeps what all of its batches need.
    # Ctrl-C is for the process that trains: it ends these.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    _maker = BatchMaker(split, seed)


def _make(number: int) -> LabelledTiles:
    assert _maker is not None  # noqa: S101 - The pool's initializer has run.
    return _maker.make(number)
