"""What the Reader that serves answers to labelled pictures: bytes are prepared in threads and read in batches."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from model.picture import UnreadablePictureError
from model.prepared import Prepared
from model.reader import Reader
from model.reading import Reading, measure_confidence

# So many pictures go through the network at once.
READ_AT_ONCE = 64
# Pictures that are prepared ahead of those that are read: enough to keep all threads busy, few enough for memory.
AHEAD = 64

Item = TypeVar("Item")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Answer:
    """One labelled picture and what was read in it.

    `label` has the picture's digits in reading order, "" for what is no digit; `number` is that of the Reading.
    `confidence` is the smallest of the digits', 0 where there is none. `problem` says why a picture could not be read.
    """

    label: str
    number: str
    confidence: float
    warnings: tuple[str, ...] = ()
    problem: str = ""

    @property
    def digits(self) -> str:
        """The number without the spaces between lines, to be compared with the label."""
        return self.number.replace(" ", "")

    @property
    def right(self) -> bool:
        """Whether the number is exactly the label."""
        return self.digits == self.label and not self.problem


@dataclass(frozen=True)
class Asked:
    """A labelled picture that is ready to be read, or the problem that kept it from that."""

    label: str
    prepared: Prepared | None
    problem: str = ""


def ask(reader: Reader, data: bytes, label: str) -> Asked:
    """Prepare the bytes of a picture whose label may have spaces between lines; may run in many threads at once."""
    label = label.replace(" ", "")
    try:
        return Asked(label, reader.prepare(data))
    except UnreadablePictureError as error:
        return Asked(label, None, str(error))


def read_answers(reader: Reader, items: Iterable[Item], prepare: Callable[[Item], Asked]) -> Iterator[Answer]:
    """Answer in the order of `items`; `prepare` makes a labelled picture of each, in a thread for each core."""
    batch: list[Asked] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for asked in _map_ahead(pool, prepare, items):
            batch.append(asked)
            if len(batch) == READ_AT_ONCE:
                yield from _answer(reader, batch)
                batch = []
        yield from _answer(reader, batch)


def make_answer(label: str, reading: Reading) -> Answer:
    """Put a label without spaces and a reading together."""
    return Answer(label, reading.number, measure_confidence(reading), reading.warnings)


def _answer(reader: Reader, batch: list[Asked]) -> Iterator[Answer]:
    """Read a batch of pictures; those that could not be prepared get an empty answer with their problem."""
    readings = iter(reader.read([asked.prepared for asked in batch if asked.prepared is not None]))
    for asked in batch:
        if asked.prepared is None:
            yield Answer(asked.label, "", 0.0, problem=asked.problem)
        else:
            yield make_answer(asked.label, next(readings))


def _map_ahead(pool: ThreadPoolExecutor, make: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Made]:
    """Make something of each item in threads, in order, only a few ahead of what is asked for."""
    waiting: deque[Future[Made]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(make, item))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        # After an error or Ctrl-C nobody needs the rest.
        for future in waiting:
            future.cancel()
