"""Writing corrections as an NPZ file for training and a CSV file for people."""

import csv
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from shared.corrections.collecting import TILE, Correction

NPZ_NAME, CSV_NAME = "corrections.npz", "corrections.csv"
COLUMNS = ("prediction_id", "created_at", "model_version", "number", "label", "verdict", "tiles", "note")


def write_npz(path: Path, corrections: Sequence[Correction]) -> int:
    """Write one row for each tile whose digit is known; returns how many.

    `tiles` uint8 (n, 28, 28), `labels` and `predicted` uint8 (n), `confidences` float32 (n), `places` int32 (n), the
    number of the digit within its prediction, and the texts `model_versions` and `prediction_ids` (n).
    """
    rows = [
        (correction, place, digit, correction.prediction.digits[place])
        for correction in corrections
        if len(correction.tiles)
        for place, digit in enumerate(correction.digits)
    ]
    tiles = [correction.tiles[place] for correction, place, _, _ in rows]
    with _whole(path) as draft:
        np.savez_compressed(
            draft,
            tiles=np.stack(tiles) if tiles else np.zeros((0, TILE, TILE), np.uint8),
            labels=np.array([digit for _, _, digit, _ in rows], np.uint8),
            predicted=np.array([read.digit for _, _, _, read in rows], np.uint8),
            confidences=np.array([read.confidence for _, _, _, read in rows], np.float32),
            places=np.array([place for _, place, _, _ in rows], np.int32),
            model_versions=np.array([correction.prediction.model_version or "" for correction, *_ in rows], np.str_),
            prediction_ids=np.array([correction.prediction.id for correction, *_ in rows], np.str_),
        )
    return len(rows)


def write_csv(path: Path, corrections: Sequence[Correction]) -> None:
    """Write one row for each prediction, also where its tiles cannot be told apart."""
    with _whole(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for correction in corrections:
            prediction = correction.prediction
            verdict = "right" if correction.is_confirmation else "wrong"
            start = (prediction.id, prediction.created_at, prediction.model_version or "", prediction.number)
            writer.writerow((*start, correction.label, verdict, len(correction.tiles), correction.note))


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give a path to write to, which takes the place of `path` at the end: whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
