"""What is known of a look at a picture, and tells whether its number is right."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.calibrate import bound_probability
from model.reading import Reading, measure_clarity

FACTS = (
    "clear",
    "in_doubt",
    "first_and_alone",
    "all_read",
    "agreed",
    "likely_alone",
    "likely_together",
    "long",
    "rows",
    "looks",
)
IN_DOUBT = 0.5
# Odds are those of a probability from this one to 1 less it: one fact alone does not decide.
_LEAST = 1e-4
# As much of the ink as this always counts as read.
_LEAST_READ = 1e-2


def list_facts(looks: Sequence[Reading]) -> npt.NDArray[np.float64]:
    """Return the `FACTS` (n, 10) of the n looks at one picture that have digits, weighed by marks and rated by lines.

    Of each: the log odds of its least clear digit; how many of its digits are less clear than not; 1 if it has one
    digit, which the first look has, too; the logarithm of the share of the ink that was read; the agreement with the
    finder's marks; the log odds of the number in the lines as a whole, if it is one digit, and if it has several; the
    logarithm of how many digits there are; on how many rows; and the logarithm of how many looks have the number.
    """
    numbers = [look.number for look in looks]
    rows = [_list_of(look, numbers) for look in looks if look.digits]
    return np.array(rows).reshape(-1, len(FACTS))


def _list_of(look: Reading, numbers: list[str]) -> list[float]:
    clear, likely = _take_log_odds(measure_clarity(look)), _take_log_odds(look.likelihood)
    alone = float(len(look.digits) == 1)
    return [
        clear,
        float(sum(digit.confidence < IN_DOUBT for digit in look.digits)),
        alone * (look.number == numbers[0]),
        math.log(max(look.trust, _LEAST_READ)),
        look.agreement,
        likely * alone,
        likely * (1.0 - alone),
        math.log(len(look.digits)),
        float(len({digit.line for digit in look.digits})),
        math.log(numbers.count(look.number)),
    ]


def _take_log_odds(probability: float) -> float:
    """Return the logarithm of the odds of a probability, which counts as at least 1e-4 and at most 1 less that."""
    bounded = bound_probability(probability, _LEAST)
    return math.log(bounded / (1.0 - bounded))
