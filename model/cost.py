"""What reading costs: time of the network and of preprocessing, and size."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.classifier import Classifier
from model.finder import find
from model.picture import Picture, decode_picture
from model.preprocess import preprocess
from model.preprocess.reduce import WORKING_SIDE
from model.strips import read
from model.strips.network import CHANNELS, HEIGHT, WIDTH
from model.throughput import measure_throughput

Tiles = npt.NDArray[np.uint8]

BATCH_SIZES = (1, 32, 256)
# Each figure is the median of calls repeated for so long.
TIMED_SECONDS = 2.0


@dataclass(frozen=True)
class Cost:
    """`tile_us` has microseconds a tile by runtime and batch size, `preprocess_ms` milliseconds by kind of picture.

    `tiles_a_second` is what all cores read together on LiteRT, a process on each; `cores` is how many there are.
    `artifact_bytes` is the size of all files of the artifact, `finder_bytes` that of the finder, which takes
    `finder_ms` milliseconds for any picture, `strips_bytes` and `strip_ms` those of the strip reader for any line.
    """

    tile_us: dict[str, dict[int, float]]
    tiles_a_second: float
    preprocess_ms: dict[str, float]
    artifact_bytes: int
    finder_bytes: int
    finder_ms: float
    strips_bytes: int
    strip_ms: float
    cores: int


def measure_cost(
    classifiers: Sequence[Classifier], artifact_dir: Path, tiles: Tiles, pictures: dict[str, list[bytes]]
) -> Cost:
    """Time classifiers on tiles uint8 (n, 28, 28), and preprocessing on files by kind of picture."""
    cores = os.cpu_count() or 1
    return Cost(
        tile_us={
            classifier.runtime: {size: time_classifier(classifier, tiles, size) for size in BATCH_SIZES}
            for classifier in classifiers
        },
        tiles_a_second=measure_throughput(artifact_dir, cores),
        preprocess_ms={kind: time_preprocess(files) for kind, files in pictures.items()},
        artifact_bytes=sum(file.stat().st_size for file in artifact_dir.iterdir()),
        finder_bytes=find.DEFAULT_PATH.stat().st_size,
        finder_ms=time_finder(find.Finder()),
        strips_bytes=read.DEFAULT_PATH.stat().st_size,
        strip_ms=time_strip_reader(read.StripReader()),
        cores=cores,
    )


def time_classifier(classifier: Classifier, tiles: Tiles, batch_size: int) -> float:
    """Microseconds a tile in batches of `batch_size`."""
    batch = np.resize(tiles, (batch_size, *tiles.shape[1:]))
    return _time(lambda: classifier.classify(batch)) * 1e6 / batch_size


def time_preprocess(files: Sequence[bytes]) -> float:
    """Milliseconds a picture, decoding apart: the mean over `files`, one at least."""
    pictures = [decode_picture(data, max_pixels=10**9) for data in files]
    return _time(lambda: _preprocess_all(pictures)) * 1e3 / len(pictures)


def time_finder(finder: find.Finder) -> float:
    """Milliseconds a picture, which do not depend on what is in it."""
    grey = np.zeros((WORKING_SIDE, WORKING_SIDE), np.uint8)
    return _time(lambda: finder.find(grey)) * 1e3


def time_strip_reader(strips: read.StripReader) -> float:
    """Milliseconds a line, which do not depend on what is in it."""
    strip = np.zeros((HEIGHT, WIDTH, CHANNELS), np.uint8)
    return _time(lambda: strips.read(strip)) * 1e3


def _preprocess_all(pictures: Sequence[Picture]) -> None:
    for picture in pictures:
        preprocess(picture)


def _time(call: Callable[[], object]) -> float:
    """Median seconds of a call, repeated after a first one that is not counted."""
    call()
    durations: list[float] = []
    while sum(durations) < TIMED_SECONDS:
        started = time.perf_counter()
        call()
        durations.append(time.perf_counter() - started)
    return float(np.median(durations))
