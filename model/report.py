"""The evaluation as a page of Markdown that is printed and kept beside the code."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.artifact import Metadata
from model.measure import Accuracy


@dataclass(frozen=True)
class Evaluation:
    """Figures of one artifact: `tile_us` has microseconds a tile for each of `batch_sizes`, by runtime."""

    metadata: Metadata
    artifact_bytes: int
    accuracies: dict[str, Accuracy]
    tile_us: dict[str, list[float]]
    batch_sizes: tuple[int, ...]
    preprocess_ms: dict[str, float]


def write_report(evaluation: Evaluation, path: Path) -> str:
    """Write the report and return its text."""
    text = "\n".join(_list_lines(evaluation)) + "\n"
    path.write_text(text)
    return text


def _list_lines(evaluation: Evaluation) -> list[str]:
    about = evaluation.metadata
    first = next(iter(evaluation.accuracies.values()))
    return [
        f"# {about.model_version}",
        "",
        f"Made by `python -m model.evaluate` on {os.cpu_count()} cores. {about.parameters:,} parameters, artifact"
        f" {evaluation.artifact_bytes / 1e6:.2f} MB; seed {about.seed}, epoch {about.best_epoch} of {about.epochs};"
        f" validation {about.validation['accuracy']:.2%}, temperature {about.temperature},"
        f" uncertain below {about.uncertain_below:.2f}.",
        "",
        *_table(
            ["pictures, as PNG through the Reader", "right", "accuracy", "95 % interval (Wilson)", "ECE"],
            [[name, *_describe_accuracy(each)] for name, each in evaluation.accuracies.items()],
        ),
        "",
        *_table(
            ["µs a tile, in batches of", *map(str, evaluation.batch_sizes)],
            [[runtime, *(f"{us:.0f}" for us in row)] for runtime, row in evaluation.tile_us.items()],
        ),
        "",
        "Preprocessing, decoding apart: "
        + ", ".join(f"{size} {ms:.2f} ms" for size, ms in evaluation.preprocess_ms.items())
        + ".",
        "",
        "Errors on the test set, rows are labels and columns answers:",
        "",
        *_table(["", *map(str, range(10))], _describe_errors(first.confusion)),
    ]


def _describe_accuracy(accuracy: Accuracy) -> list[str]:
    low, high = accuracy.interval
    return [
        f"{accuracy.right:,} of {accuracy.total:,}",
        f"{accuracy.share:.2%}",
        f"{low:.2%} to {high:.2%}",
        f"{accuracy.ece:.2%}",
    ]


def _describe_errors(confusion: npt.NDArray[np.int64]) -> list[list[str]]:
    errors = confusion - np.diag(confusion.diagonal())
    return [[f"**{label}**", *(str(count) if count else "" for count in row)] for label, row in enumerate(errors)]


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
