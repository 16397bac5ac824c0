"""What the result page shows of a prediction beyond its object: runners-up, corrections to choose from, and times."""

from dataclasses import dataclass

from shared.prediction import Digit, Prediction, Status
from shared.store.contract import confirms

CLOSE = 0.1
"""From this probability on the second digit is worth a word."""

MOST_CHOICES = 6
"""For longer numbers there are no buttons for each digit: typing the number is quicker than finding the button."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A digit that a person may say is right, and the whole number that this would make."""

    digit: int
    number: str


@dataclass(frozen=True, slots=True)
class ShownDigit:
    """One digit, with what the page says of it."""

    reading: Digit
    runner_up: int | None
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Step:
    """Where time went: from and for how long, in milliseconds since the submission was accepted."""

    name: str
    begins_ms: float
    takes_ms: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A prediction, ready to be shown."""

    prediction: Prediction
    is_owner: bool
    has_workers: bool
    digits: list[ShownDigit]
    steps: list[Step]

    @property
    def total_ms(self) -> float:
        """How long all steps took together."""
        return sum(step.takes_ms for step in self.steps)

    @property
    def can_be_judged(self) -> bool:
        """Whether the visitor may say what is right."""
        return self.is_owner and self.prediction.status is Status.SUCCEEDED

    @property
    def is_confirmed(self) -> bool:
        """Whether a person said that it was read right."""
        return self.prediction.label is not None and confirms(self.prediction.label, self.prediction.number)

    @property
    def has_choices(self) -> bool:
        """Whether there are buttons for each digit that was read."""
        return len(self.digits) <= MOST_CHOICES and all(digit.choices for digit in self.digits)

    @property
    def least_confidence(self) -> float:
        """How sure the least sure of the digits is."""
        return min((digit.reading.confidence for digit in self.digits), default=0.0)


def show(prediction: Prediction, *, is_owner: bool, has_workers: bool) -> Shown:
    """Work out what the page shows."""
    digits = [
        ShownDigit(digit, find_runner_up(digit), list_choices(prediction, place))
        for place, digit in enumerate(prediction.digits)
    ]
    return Shown(prediction, is_owner, has_workers, digits, list_steps(prediction))


def find_runner_up(digit: Digit) -> int | None:
    """Find the digit that it could also be, if any is close."""
    others = [other for other in range(10) if other != digit.digit]
    second = max(others, key=lambda other: digit.probabilities[other])
    return second if digit.probabilities[second] >= CLOSE else None


def list_choices(prediction: Prediction, place: int) -> list[Choice]:
    """List what the number would be with another digit at a place; spaces between lines stay where they are."""
    positions = [position for position, letter in enumerate(prediction.number) if letter != " "]
    if len(positions) != len(prediction.digits):
        return []
    before, after = prediction.number[: positions[place]], prediction.number[positions[place] + 1 :]
    return [Choice(digit, f"{before}{digit}{after}") for digit in range(10)]


def list_steps(prediction: Prediction) -> list[Step]:
    """List where the time went, one step after the other."""
    timings = prediction.timings
    known = {
        "In the queue": timings.queued_ms,
        "Finding the digits": timings.preprocess_ms,
        "Reading them": timings.inference_ms,
    }
    steps, begins = [], 0.0
    for name, takes in known.items():
        if takes is not None:
            steps.append(Step(name, begins, takes))
            begins += takes
    return steps
