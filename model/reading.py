"""What was read in a picture, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from model.calibrate import bound_probability, multiply_odds, to_confidence
from model.found_ink import FoundInk
from model.preprocess import NOT_A_DIGIT
from model.preprocess.marks import Floats

# Odds are multiplied of confidences from this one to 1 less it.
_LEAST = 1e-6
# A number that is believed so much is one, though the CNN alone may take a digit of it for none.
LIKELY = 0.5


@dataclass(frozen=True)
class DigitReading:
    """One digit: ten probabilities in at most 6 decimals that sum to 1, `confidence` being that of `digit`.

    `box` is [left, top, width, height] in pixels of the upright picture, `line` counts from 0.
    """

    digit: int
    confidence: float
    probabilities: list[float]
    box: list[int]
    line: int


@dataclass(frozen=True)
class Reading:
    """What was read in one picture: `number` in reading order with a space between lines, "" if there is none.

    `tiles` is uint8 (n, 28, 28), one for each of the n `digits`; `preview` a small PNG of the picture, and `ink` can
    draw one of the ink that was found. `trust` is the share of all confidences to believe, 1 once they are calibrated;
    `agreement`, from 0 to 1, says how well what was read agrees with what the finder marks, and `likelihood` how likely
    the number is where lines are read as a whole; both are 1 where that was not asked.
    """

    number: str
    digits: tuple[DigitReading, ...]
    width: int
    height: int
    warnings: tuple[str, ...]
    tiles: npt.NDArray[np.uint8]
    preview: bytes
    ink: FoundInk
    trust: float = 1.0
    agreement: float = 1.0
    likelihood: float = 0.5


def measure_clarity(reading: Reading) -> float:
    """Return how sure the CNN was of its least sure digit, whatever else is in the picture; 0 where it read nothing."""
    return min((digit.confidence for digit in reading.digits), default=0.0)


def measure_confidence(reading: Reading) -> float:
    """Return the confidence of the digit that is least sure; 0 where there is none."""
    return reading.trust * measure_clarity(reading)


def calibrate_reading(reading: Reading) -> Reading:
    """Return a reading, which no other look was asked about, whose confidences say how often such digits are right."""
    return _replace_confidences(reading, lambda confidence: to_confidence(reading.trust * confidence))


def be_as_sure_as(reading: Reading, belief: float) -> Reading:
    """Return a reading whose least sure digit has the confidence `belief`, and whose other ones are as much surer.

    Where it is likely right, it no longer warns that it may be no digit.
    """
    if belief >= LIKELY:
        warnings = tuple(warning for warning in reading.warnings if warning != NOT_A_DIGIT)
        reading = replace(reading, warnings=warnings)
    least = bound_probability(measure_clarity(reading), _LEAST)
    times = belief / (1.0 - belief) * (1.0 - least) / least
    return _replace_confidences(reading, lambda confidence: multiply_odds(bound_probability(confidence, _LEAST), times))


def read_nothing(looks: Sequence[Reading]) -> Reading:
    """Return that no number was read in a picture: the first of its looks that says so or, if none does, the first."""
    for look in looks:
        if not look.digits:
            return look
    first = looks[0]
    warnings = first.warnings if NOT_A_DIGIT in first.warnings else (*first.warnings, NOT_A_DIGIT)
    ink = replace(first.ink, read=())
    return replace(first, number="", digits=(), tiles=first.tiles[:0], ink=ink, warnings=warnings)


def weigh_reading(reading: Reading, marks: Floats) -> Reading:
    """Return a reading with its agreement with what the finder marks, probabilities (height, width) of digits' ink."""
    return replace(reading, agreement=reading.ink.measure_agreement(marks))


def _replace_confidences(reading: Reading, change: Callable[[float], float]) -> Reading:
    digits = tuple(replace(digit, confidence=round(change(digit.confidence), 6)) for digit in reading.digits)
    return replace(reading, digits=digits, trust=1.0)
