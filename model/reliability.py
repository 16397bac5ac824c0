"""How often answers are right, by their confidence: what a reliability diagram shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.answers import Answer
from model.calibrate import ECE_BINS


@dataclass(frozen=True)
class Bin:
    """Answers of about one confidence: their mean confidence, the share that is right, and how many they are."""

    confidence: float
    right: float
    count: int


def list_reliability(answers: Sequence[Answer]) -> list[Bin]:
    """Sort answers to pictures with digits into the bins of the ECE, by rising confidence; empty bins are left out."""
    members: dict[int, list[Answer]] = {}
    for answer in answers:
        if answer.label:
            members.setdefault(min(int(answer.confidence * ECE_BINS), ECE_BINS - 1), []).append(answer)
    return [
        Bin(
            confidence=sum(answer.confidence for answer in some) / len(some),
            right=sum(answer.right for answer in some) / len(some),
            count=len(some),
        )
        for _, some in sorted(members.items())
    ]
