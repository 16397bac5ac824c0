"""What is trained and validated on: MNIST's tiles, and tiles of pictures simulated from them and from pen strokes.

Writers of pen strokes, and MNIST's validation tiles, are on one side of the split alone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from model.corpus import Sizes, load_corpus
from model.data import LabelledTiles, Mnist, load_mnist, preprocess_digits
from model.network import NO_DIGIT_CLASS
from model.simulate.strokes import load_strokes, split_by_writer
from model.simulating import Sources

# Of the pen strokes to train on, so many are written as between two hands; none to validate on.
MIXED_SHARE = 0.5
# Of the 30 writers; the same ones for all seeds, so that these can be compared.
VALIDATION_WRITERS = 6
SPLIT_SEED = 1
TRAIN_SIZES = Sizes(digits=120_000, boards=40_000, lines=30_000, none=60_000, squares=16_000)
VALIDATION_SIZES = Sizes(digits=4_000, boards=3_000, lines=1_000, none=3_000, squares=1_000)
TRAIN_SEED, VALIDATION_SEED = 1, 2


@dataclass(frozen=True)
class Split:
    """One side of the split: MNIST's tiles, simulated ones of digits, and tiles of what is no digit."""

    mnist: LabelledTiles
    simulated: LabelledTiles
    none: LabelledTiles


@dataclass(frozen=True)
class Dataset:
    """The train split, to fit, and the validation split, to choose; with the SHA-256 of MNIST's file."""

    train: Split
    validation: Split
    sha256: str


def load_dataset(mnist_path: Path, strokes_path: Path, cache: Path, scale: float = 1.0) -> Dataset:
    """Load and simulate everything; `scale` multiplies the number of simulated pictures. Raises MissingDataError."""
    mnist = load_mnist(mnist_path)
    train, validation = split_sources(mnist, strokes_path)
    return Dataset(
        train=_load_split(train, TRAIN_SIZES, TRAIN_SEED, cache, scale),
        validation=_load_split(validation, VALIDATION_SIZES, VALIDATION_SEED, cache, scale),
        sha256=mnist.sha256,
    )


def split_sources(mnist: Mnist, strokes_path: Path) -> tuple[Sources, Sources]:
    """Return what pictures to train on, and to validate on, are made from. Raises MissingDataError."""
    train_strokes, validation_strokes = split_by_writer(load_strokes(strokes_path), VALIDATION_WRITERS, SPLIT_SEED)
    return Sources(list(train_strokes), mnist.train, MIXED_SHARE), Sources(list(validation_strokes), mnist.validation)


def _load_split(sources: Sources, sizes: Sizes, seed: int, cache: Path, scale: float) -> Split:
    scaled = Sizes(**{kind: max(1, round(count * scale)) for kind, count in asdict(sizes).items()})
    corpus = load_corpus(sources, scaled, seed, cache)
    is_none = corpus.labels == NO_DIGIT_CLASS
    return Split(preprocess_digits(sources.tiles), corpus.choose(~is_none), corpus.choose(is_none))
