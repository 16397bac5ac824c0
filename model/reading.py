"""What was read in a picture, and which of two readings of it to believe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import geometric_mean, mean

import numpy as np
import numpy.typing as npt

from model.calibrate import to_confidence
from model.found_ink import FoundInk
from model.preprocess.marks import Floats

# From this confidence on another look is believed, even where nothing or one digit was read before ...
CONVINCING = 0.9
# ... if it is no narrower than this share of the number of several digits that was read before ...
SPANNED = 0.35
# ... and leaves out no digit of a number whose digits are all as clear as the first of these, if it agrees as well with
# what the finder marks as the second.
CLEAR, MARKED = 0.98, 0.4
# From this agreement with what the finder marks on a reading is believed as far as the CNN is sure of it; below it,
# confidence falls with this power of the agreement.
AGREED, DISAGREED = 0.8, 0.5
# Confidence falls with these powers of how likely a lone digit is, and a number of several, which is at least the last.
LIKELY_ALONE, LIKELY, LEAST_LIKELY = 0.06, 0.3, 1e-3
# A line that is read as a whole is believed if it is worth so many times as much as what was read before or, where that
# was nothing, so much.
MUCH_BETTER, WORTHY = 2.0, 0.01
# A lone digit with the first of these confidences is not taken for another, nor with the second one for several.
SURE_WHICH, SURE_ALONE = 0.5, 0.9


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
    likelihood: float = 1.0


def measure_clarity(reading: Reading) -> float:
    """Return how sure the CNN was of its least sure digit, whatever else is in the picture; 0 where it read nothing."""
    return min((digit.confidence for digit in reading.digits), default=0.0)


def measure_confidence(reading: Reading) -> float:
    """Return the confidence of the digit that is least sure; 0 where there is none."""
    return reading.trust * measure_clarity(reading)


def calibrate_reading(reading: Reading) -> Reading:
    """Return a reading whose confidences say how often such digits of pictures are right."""
    trust = reading.trust * min(1.0, reading.agreement / AGREED) ** DISAGREED
    trust *= max(reading.likelihood, LEAST_LIKELY) ** (LIKELY_ALONE if len(reading.digits) == 1 else LIKELY)
    digits = tuple(
        replace(digit, confidence=round(to_confidence(trust * digit.confidence), 6)) for digit in reading.digits
    )
    return replace(reading, digits=digits, trust=1.0)


def weigh_reading(reading: Reading, marks: Floats) -> Reading:
    """Return a reading with its agreement with what the finder marks, probabilities (height, width) of digits' ink."""
    return replace(reading, agreement=reading.ink.measure_agreement(marks))


def choose_surer(first: Reading, other: Reading) -> Reading:
    """Choose the reading whose worst digit is clearer or, of a number of several digits, the one clearer on average.

    How clear they are counts as far as they agree with what the finder marks. Another reading that has lost most of a
    number of several digits is not chosen, nor one that has lost any where all were clear and most of them marked.
    """
    is_number = len(first.digits) > 1
    if not other.digits or (is_number and _measure_span(other) < SPANNED * _measure_span(first)):
        return first
    is_clear = measure_clarity(first) >= CLEAR and first.agreement >= MARKED
    if is_number and is_clear and len(other.digits) < len(first.digits):
        return first
    if measure_clarity(other) >= CONVINCING and _weigh(other, measure_clarity) >= _weigh(first, measure_clarity):
        return other
    return other if is_number and _weigh(other, _measure_mean) > _weigh(first, _measure_mean) else first


def choose_likelier(first: Reading, whole: Reading) -> Reading:
    """Choose between two rated readings, the other one of lines as a whole.

    Where both have the same number, it is as sure as it was before; where not, as far as it is likely. But which digit
    a lone one is the CNN knows better, which sees it larger.
    """
    unrated = replace(first, likelihood=1.0)
    if first.number == whole.number:
        return unrated
    are_lone = len(first.digits) == len(whole.digits) == 1
    kept, sure = (unrated, SURE_WHICH) if are_lone else (first, SURE_ALONE)
    if len(first.digits) == 1 and measure_confidence(calibrate_reading(unrated)) >= sure:
        return kept
    least = MUCH_BETTER * _measure_worth(first) if first.digits else WORTHY
    return whole if _measure_worth(whole) > least else kept


def _measure_worth(reading: Reading) -> float:
    """Return how much a reading is to be believed: by its likelihood, its agreement, and its digits' usual clarity."""
    if not reading.digits:
        return 0.0
    clarity = geometric_mean([max(digit.confidence, LEAST_LIKELY) for digit in reading.digits])
    return reading.likelihood * reading.agreement * reading.trust * clarity


def _weigh(reading: Reading, measure: Callable[[Reading], float]) -> float:
    return reading.agreement * measure(reading)


def _measure_mean(reading: Reading) -> float:
    return mean(digit.confidence for digit in reading.digits)


def _measure_span(reading: Reading) -> int:
    """Return how many pixels lie between the left of the first and the right of the last digit."""
    lefts, widths = [digit.box[0] for digit in reading.digits], [digit.box[2] for digit in reading.digits]
    return max(map(sum, zip(lefts, widths, strict=True))) - min(lefts)
