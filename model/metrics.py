"""The figures of answers to labelled pictures: how right they are, how honest, and how well non-digits are refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.answers import Answer
from model.calibrate import measure_gap, wilson_interval
from model.separation import measure_auroc, measure_fpr95

# Columns of a confusion beside the ten digits: nothing was read, and several digits were.
NOTHING, SEVERAL = 10, 11


@dataclass(frozen=True)
class Figures:
    """What came of `images` pictures; None where there is nothing to measure.

    Of those with digits: `total` pictures, `right` ones read exactly, `interval` Wilson's of 95 % for that share,
    `digit_accuracy` 1 less edits over digits, and `ece` of the confidence that a picture is right. Of those without,
    as far as they could be read: `negatives` pictures, `refused` the share in which no number was read. `auroc` and
    `fpr95` say how well confidence tells the two kinds apart. `warnings` counts the readings with each.
    """

    images: int
    total: int
    right: int
    interval: tuple[float, float] | None
    digit_accuracy: float | None
    ece: float | None
    negatives: int
    refused: float | None
    auroc: float | None
    fpr95: float | None
    warnings: dict[str, int]

    @property
    def accuracy(self) -> float | None:
        """Share of pictures with digits whose number is exactly the label."""
        return self.right / self.total if self.total else None


def measure_answers(answers: Sequence[Answer]) -> Figures:
    """Measure answers to pictures with digits, without, or both."""
    positives = [answer for answer in answers if answer.label]
    # A file that cannot be read says nothing about what is taken for a digit.
    negatives = [answer for answer in answers if not answer.label and not answer.problem]
    right = np.array([answer.right for answer in positives], np.bool_)
    of_positives, of_negatives = list_confidences(positives), list_confidences(negatives)
    both = bool(positives and negatives)
    return Figures(
        images=len(answers),
        total=len(positives),
        right=int(right.sum()),
        interval=wilson_interval(int(right.sum()), len(positives)) if positives else None,
        digit_accuracy=measure_digit_accuracy(positives) if positives else None,
        ece=measure_gap(of_positives, right) if positives else None,
        negatives=len(negatives),
        refused=sum(not answer.number for answer in negatives) / len(negatives) if negatives else None,
        auroc=measure_auroc(of_positives, of_negatives) if both else None,
        fpr95=measure_fpr95(of_positives, of_negatives) if both else None,
        warnings=dict(sorted(Counter(warning for answer in answers for warning in answer.warnings).items())),
    )


def list_confidences(answers: Sequence[Answer]) -> npt.NDArray[np.float64]:
    """Return the confidence of each answer: float64 (n,)."""
    return np.array([answer.confidence for answer in answers], np.float64)


def measure_digit_accuracy(answers: Sequence[Answer]) -> float:
    """Return 1 less the edits that turn all answers into their labels over the labels' digits, at least 0."""
    edits = sum(count_edits(answer.digits, answer.label) for answer in answers)
    return max(0.0, 1.0 - edits / sum(len(answer.label) for answer in answers))


def count_edits(one: str, other: str) -> int:
    """Count the insertions, deletions and replacements between two texts (V. I. Levenshtein, 1966)."""
    distances = list(range(len(other) + 1))
    for row, left in enumerate(one, start=1):
        diagonal, distances[0] = distances[0], row
        for column, right in enumerate(other, start=1):
            best = min(distances[column] + 1, distances[column - 1] + 1, diagonal + (left != right))
            diagonal, distances[column] = distances[column], best
    return distances[-1]


def count_confusion(answers: Sequence[Answer]) -> npt.NDArray[np.int64]:
    """Count answers to pictures of one digit: int64 (10, 12), rows are labels, columns digits, nothing and several."""
    confusion = np.zeros((10, 12), np.int64)
    for answer in answers:
        if len(answer.label) == 1:
            read = answer.digits
            confusion[int(answer.label), int(read) if len(read) == 1 else SEVERAL if read else NOTHING] += 1
    return confusion
