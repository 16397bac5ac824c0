"""Whether both runtimes give the same answers: TensorFlow, which trained the network, and LiteRT, which it became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model.answers import Answer
from model.classifier import RuntimeName
from model.metrics import measure_answers


@dataclass(frozen=True)
class Parity:
    """Answers of both runtimes to `total` pictures: accuracies, how many differ, and by how much confidence does."""

    total: int
    accuracies: dict[RuntimeName, float | None]
    differing: int
    largest_difference: float


def compare_runtimes(answers: Mapping[RuntimeName, Sequence[Answer]]) -> Parity:
    """Compare the answers of two runtimes, by name, to the same pictures, one at least."""
    one, other = answers.values()
    return Parity(
        total=len(one),
        accuracies={runtime: measure_answers(some).accuracy for runtime, some in answers.items()},
        differing=sum(a.number != b.number for a, b in zip(one, other, strict=True)),
        largest_difference=max(abs(a.confidence - b.confidence) for a, b in zip(one, other, strict=True)),
    )
