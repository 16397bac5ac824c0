"""What a prediction store does, and the errors it may raise. One contract test runs over every implementation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from shared.errors import UnavailableError
from shared.prediction import Status


class StoreUnavailableError(UnavailableError):
    """The store does not answer, or cannot write now."""

    slug = "store-unavailable"
    title = "The store of predictions is unavailable"


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
    status: Status = Status.SUCCEEDED
    batch_id: str = ""
    """The batch that it came in. What came in one is listed there, and not in its owner's history."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What reading a prediction needs, without its pictures."""

    prediction_id: str
    owner: str
    answer: bytes
    label: str | None


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """What is stored of a batch: whose it is, and how many of it have each status."""

    owner: str
    counts: Mapping[Status, int]


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
        """Write answers and their entries in the owners' histories, or in their batches; durable on return.

        Writing a record again changes nothing, and attempts may arrive in any order. An erased prediction stays
        erased, and a label stays.
        """

    def get(self, prediction_id: str) -> StoredAnswer | None:
        """Read one prediction; None when there is none, or it was erased."""

    def get_picture(self, prediction_id: str, picture: Picture) -> bytes | None:
        """Read one of its pictures; None when there is none."""

    def list_by_owner(self, owner: str, limit: int, after: str | None = None) -> list[StoredAnswer]:
        """List an owner's predictions that came in no batch, newest first, at most `limit`, from behind `after`."""

    def set_label(self, prediction_id: str, label: str | None) -> bool:
        """Set a person's correction, or take it back; False when there is no such prediction."""

    def list_labelled(self, limit: int, after: str | None = None) -> list[StoredAnswer]:
        """List all owners' predictions that have a label, oldest first, at most `limit`, from behind the id `after`."""

    def count_labels(self) -> list[LabelCount]:
        """Count the labels that equal what was read, and those that do not, for each model."""

    def erase(self, prediction_id: str, owner: str, batch_id: str = "") -> None:
        """Erase a prediction for good, also one that is yet to be written.

        The caller has made sure that it is the owner's; the store needs the owner to find the entry in the history, and
        the batch of one that is yet to be written to find the entry there.
        """

    def read_batch(self, batch_id: str) -> StoredBatch | None:
        """Count what is stored of a batch; None when there is nothing."""

    def list_batch(self, batch_id: str, limit: int, after: str | None = None) -> list[StoredAnswer]:
        """List what is stored of a batch in the order of its ids, at most `limit`, from behind the id `after`."""

    def list_batches(self, owner: str, limit: int, after: str | None = None) -> list[str]:
        """List the ids of an owner's batches, newest first, at most `limit`, from behind the id `after`."""

    def erase_batch(self, batch_id: str, owner: str, unfinished: Sequence[str]) -> None:
        """Erase a batch for good with all that is stored of it, and the `unfinished` ones, which are yet to be written.

        The caller has made sure that it is the owner's.
        """

    def check(self) -> None:
        """Return when the store answers; raise StoreUnavailableError when it does not."""

    def close(self) -> None:
        """Let go of files and connections."""
