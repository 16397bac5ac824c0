"""From logits to probabilities that mean what they say, and the figures that tell whether they do."""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from model.data import LabelledTiles

Floats = npt.NDArray[np.float32]
Number = TypeVar("Number", np.float32, np.float64)

# Of digits that are not called uncertain, this share must be right on the validation split.
CERTAIN_ACCURACY = 0.998
ECE_BINS = 15
# The odds of being right are so many times those that a tile's probability gives: among the tiles that the network
# learned from are more that are no digit, or hardly one, than among the pictures that people send. Chosen on boards of
# the validation writers, where it leaves confidence neither too high nor too low (docs/reading.md).
PICTURE_ODDS = 2.5
# Probabilities are shown in whole millionths.
UNITS = 1_000_000


def to_probabilities(logits: Floats, temperature: float) -> Floats:
    """Softmax of logits (n, k) divided by the temperature: float32 (n, k), rows sum to 1."""
    scaled = (logits - logits.max(axis=1, keepdims=True)).astype(np.float64) / temperature
    return compute_softmax(scaled).astype(np.float32)


def compute_softmax(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Softmax of rows (n, k): float64, rows sum to 1."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))


def to_confidence(probability: float) -> float:
    """Turn the probability of a tile's digit into the confidence in the digit of a picture; the order stays."""
    return multiply_odds(probability, PICTURE_ODDS)


def compute_chances(log_odds: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Return the probabilities of log odds (...), in the same type."""
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)), log_odds.dtype)


def bound_probability(probability: float, least: float) -> float:
    """Return a probability that is at least so far from 0 and 1."""
    return min(max(probability, least), 1.0 - least)


def multiply_odds(probability: float, times: float) -> float:
    """Return the probability whose odds are so many times those of another; 0 and 1 stay."""
    return times * probability / (1.0 - probability + times * probability)


def fit_temperature(logits: Floats, labels: npt.NDArray[np.int64]) -> float:
    """Return the temperature with the least negative log-likelihood (Guo et al., arXiv 1706.04599).

    The best of 0.1 to 10 in steps of 1 %: one number, so a search by trial is exact enough.
    """
    candidates = np.exp(np.arange(math.log(0.1), math.log(10.0), 0.01))
    losses = [measure_nll(to_probabilities(logits, candidate), labels) for candidate in candidates]
    return round(float(candidates[int(np.argmin(losses))]), 4)


def choose_uncertain_below(probabilities: Floats, labels: npt.NDArray[np.int64]) -> float:
    """Return the lowest confidence from which on the answers are right in 99.8 of 100 cases, taken together."""
    confidence = probabilities.max(axis=1)
    order = np.argsort(-confidence, kind="stable")
    right = (probabilities.argmax(axis=1) == labels)[order]
    accuracy = right.cumsum() / np.arange(1, len(right) + 1)
    reaching = np.flatnonzero(accuracy >= CERTAIN_ACCURACY)
    return round(float(confidence[order][reaching[-1]]), 4) if reaching.size else 1.0


def measure_accuracy(probabilities: Floats, labels: npt.NDArray[np.int64]) -> float:
    """Share of rows (n, k) whose largest probability is the label's."""
    return float((probabilities.argmax(axis=1) == labels).mean())


def measure_nll(probabilities: Floats, labels: npt.NDArray[np.int64]) -> float:
    """Mean negative log-likelihood of the labels, in nats."""
    of_label = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    return float(-np.log(np.maximum(of_label, 1e-12)).mean())


def measure_ece(probabilities: Floats, labels: npt.NDArray[np.int64]) -> float:
    """Expected calibration error of the largest of each row's probabilities (n, k)."""
    return measure_gap(probabilities.max(axis=1).astype(np.float64), probabilities.argmax(axis=1) == labels)


def measure_gap(confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error of answers (n,), n from 1, in 15 equal bins (Naeini et al., AAAI 2015)."""
    bins = np.minimum((confidence * ECE_BINS).astype(np.int64), ECE_BINS - 1)
    gaps = np.bincount(bins, weights=confidence - right, minlength=ECE_BINS)
    return float(np.abs(gaps).sum() / len(right))


def wilson_interval(right: int, total: int) -> tuple[float, float]:
    """95 % confidence interval of a share (E. B. Wilson, Journal of the American Statistical Association 22, 1927)."""
    z = 1.959964
    share = right / total
    centre = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (centre - half) / scale, (centre + half) / scale


def round_probabilities(probabilities: Floats) -> npt.NDArray[np.float64]:
    """Round rows (n, 10) to 6 decimals that still sum to 1: float64 (n, 10).

    Largest remainder: every value is cut to millionths, and those that are missing go to the rows' largest losses.
    """
    exact = probabilities.astype(np.float64)
    exact = exact / exact.sum(axis=1, keepdims=True) * UNITS
    units = np.floor(exact)
    missing = UNITS - units.sum(axis=1, keepdims=True)
    rank = np.argsort(np.argsort(units - exact, axis=1, kind="stable"), axis=1)
    rounded: npt.NDArray[np.float64] = (units + (rank < missing)) / UNITS
    return rounded


def measure_split(probabilities: Floats, data: LabelledTiles) -> dict[str, float]:
    """Accuracy, negative log-likelihood and ECE on a split, rounded for metadata."""
    return {
        "accuracy": round(measure_accuracy(probabilities, data.labels), 5),
        "nll": round(measure_nll(probabilities, data.labels), 5),
        "ece": round(measure_ece(probabilities, data.labels), 5),
    }
