"""Whose digits the suites show: MNIST's test set, and the writers and tiles of the validation split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.data import LabelledTiles, load_mnist, load_test_pictures
from model.dataset import SPLIT_SEED, VALIDATION_WRITERS
from model.simulate.digits import DigitMaker, Source
from model.simulate.strokes import StrokeDigit, load_strokes, split_by_writer
from model.suites.suite import SEED

# Hands alone: skeletons and fonts, which training uses too, have no writer to keep apart.
SHARES: Mapping[Source, float] = {"strokes": 0.6, "tiles": 0.4}


@dataclass(frozen=True)
class SuiteSources:
    """`test` is MNIST's test set; `strokes` and `tiles` are validation's, and `digits` makes variants of these."""

    test: LabelledTiles
    strokes: list[StrokeDigit]
    tiles: LabelledTiles
    digits: DigitMaker


def load_sources(mnist_path: Path, strokes_path: Path) -> SuiteSources:
    """Load what the suites are made of. Raises MissingDataError."""
    tiles = load_mnist(mnist_path).validation
    _, strokes = split_by_writer(load_strokes(strokes_path), VALIDATION_WRITERS, SPLIT_SEED)
    # Shuffled, so that the first tenth has all writers.
    order = np.random.default_rng(SEED).permutation(len(strokes))
    shuffled = [strokes[index] for index in order]
    return SuiteSources(
        test=load_test_pictures(mnist_path),
        strokes=shuffled,
        tiles=tiles,
        digits=DigitMaker(shuffled, tiles.tiles, tiles.labels, SHARES),
    )
