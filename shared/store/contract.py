"""What a prediction store does, and the errors it may raise. One contract test runs over every implementation."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from shared.errors import UnavailableError


class StoreUnavailableError(UnavailableError):
    """The store does not answer, or cannot write now."""

    slug = "store-unavailable"
    title = "The store of predictions is unavailable"


class LoginRefusedError(StoreUnavailableError):
    """The store does not know the user, or the password is wrong."""


class MissingTablesError(StoreUnavailableError):
    """The store answers, but has not all of its tables: `create_schema` makes them."""


class Picture(StrEnum):
    """The pictures kept with a prediction."""

    INPUT = "input"
    INK = "ink"
    PREVIEW = "preview"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class PredictionRecord:
    """A finished prediction, as the worker writes it. Times in milliseconds since 1970, pictures encoded."""

    prediction_id: str
    owner: str
    accepted_ms: int
    attempt: int
    """Which attempt this answer is from, from 1; of two answers to one submission, the later attempt stands."""
    filename: str
    output: str
    """The number alone, for people who read the table."""
    answer: bytes
    """The prediction object as JSON, its label null."""
    pictures: dict[Picture, bytes]


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What reading a prediction needs, without its pictures."""

    prediction_id: str
    owner: str
    answer: bytes
    label: str | None


def confirms(label: str, number: str) -> bool:
    """Tell whether a label says that the number was read right: the same digits, however they are put on lines."""
    return label.replace(" ", "") == number.replace(" ", "")


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How many answers of one model people have confirmed (`is_right`), or corrected."""

    model_version: str
    is_right: bool
    count: int


class PredictionStore(Protocol):
    """A durable store of predictions. Each method may raise StoreUnavailableError, and nothing of a driver's.

    All are safe to call from several threads, and safe to repeat: a call whose outcome is unknown may be made again.
    A text that is no id names no prediction.
    """

    def create_schema(self) -> None:
        """Create what is missing of the tables; harmless when all are there."""

    def save(self, records: Sequence[PredictionRecord]) -> None:
        """Write answers and their entries in the owners' histories; durable on return.

        Writing a record again changes nothing, and attempts may arrive in any order. An erased prediction stays
        erased, and a label stays.
        """

    def get(self, prediction_id: str) -> StoredAnswer | None:
        """Read one prediction; None when there is none, or it was erased."""

    def get_picture(self, prediction_id: str, picture: Picture) -> bytes | None:
        """Read one of its pictures; None when there is none."""

    def list_by_owner(self, owner: str, limit: int, after: str | None = None) -> list[StoredAnswer]:
        """List an owner's predictions, newest first, at most `limit`, from behind the id `after`."""

    def set_label(self, prediction_id: str, label: str | None) -> bool:
        """Set a person's correction, or take it back; False when there is no such prediction."""

    def list_labelled(self, limit: int, after: str | None = None) -> list[StoredAnswer]:
        """List all owners' predictions that have a label, oldest first, at most `limit`, from behind the id `after`."""

    def count_labels(self) -> list[LabelCount]:
        """Count the labels that equal what was read, and those that do not, for each model."""

    def erase(self, prediction_id: str, owner: str) -> None:
        """Erase a prediction for good, also one that is yet to be written.

        The caller has made sure that it is the owner's; the store needs the owner to find the entry in the history.
        """

    def check(self) -> None:
        """Return when the store answers; raise StoreUnavailableError when it does not."""

    def close(self) -> None:
        """Let go of files and connections."""
