"""Pen strokes of real digits from many writers, and the split that keeps each writer on one side."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.data import MissingDataError

Stroke = npt.NDArray[np.float32]
Strokes = tuple[Stroke, ...]

DEFAULT_PATH = Path(__file__).resolve().parents[3] / "shared" / "data" / "pendigits-train.jsonl.gz"
# A lone dot has no extent; dividing by this instead of by 0 leaves it a dot.
SMALLEST_SPAN = 1e-6


@dataclass(frozen=True)
class StrokeDigit:
    """A digit as one writer's pen went: strokes float32 (n, 2) of x and y, y down, in any unit."""

    label: int
    writer: str
    strokes: Strokes


def load_strokes(path: Path) -> list[StrokeDigit]:
    """Load digits from a gzipped file with one JSON object a line: label, writer, strokes. Raises MissingDataError."""
    try:
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
        return [_parse_digit(line) for line in lines]
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        message = (
            f"No pen strokes at {path}: give the path of pendigits-train.jsonl.gz, made of UCI's Pen-Based Recognition"
            " of Handwritten Digits (E. Alpaydin and F. Alimoglu, CC BY 4.0), which"
            " https://archive.ics.uci.edu/dataset/81 has."
        )
        raise MissingDataError(message) from error


def split_by_writer(
    digits: Sequence[StrokeDigit], validation_writers: int, seed: int
) -> tuple[list[StrokeDigit], list[StrokeDigit]]:
    """Return the digits to train and those to validate on; the latter are all those of as many writers, by lot."""
    writers = sorted({digit.writer for digit in digits})
    if not 0 <= validation_writers <= len(writers):
        raise ValueError(f"{validation_writers} validation writers were asked of {len(writers)} writers")
    drawn = np.random.default_rng(seed).permutation(len(writers))[:validation_writers]
    held_out = {writers[index] for index in drawn}
    train = [digit for digit in digits if digit.writer not in held_out]
    return train, [digit for digit in digits if digit.writer in held_out]


def fit_unit_box(strokes: Iterable[Stroke]) -> Strokes:
    """Move and scale strokes, keeping their proportions: the longer side goes from 0 to 1, the other lies about 0.5.

    Raises ValueError if there is no point, or one that is no number.
    """
    kept = [np.asarray(stroke, np.float32).reshape(-1, 2) for stroke in strokes if len(stroke)]
    if not kept:
        raise ValueError("there are no strokes")
    points = np.concatenate(kept)
    if not np.isfinite(points).all():
        raise ValueError("a stroke has a point that is no number")
    low, high = points.min(axis=0), points.max(axis=0)
    scale = np.float32(1 / max(float((high - low).max()), SMALLEST_SPAN))
    middle = (low + high) / 2
    return tuple((stroke - middle) * scale + np.float32(0.5) for stroke in kept)


def _parse_digit(line: str) -> StrokeDigit:
    """Read one digit; what doesn't have the file's form raises ValueError, KeyError or TypeError."""
    content = json.loads(line)
    strokes = tuple(np.asarray(stroke, np.float32).reshape(-1, 2) for stroke in content["strokes"])
    label = int(content["label"])
    if not 0 <= label <= 9:
        raise ValueError(f"label {label} is no digit")
    return StrokeDigit(label, str(content["writer"]), strokes)
