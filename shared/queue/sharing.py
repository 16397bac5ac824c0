"""Threads that want the same of Redis at the same moment share one round trip, and one sync of its file.

The first to come goes at once. Those who come while it is away go together when it is back. So nobody waits for
company, and under load each of them pays a part of a trip.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

MOST_TOGETHER = 64
MOST_BYTES = 1_000_000
"""Of what goes together: many large pictures of others are not waited for. What is larger by itself goes by itself."""

Wish = TypeVar("Wish")
Answer = TypeVar("Answer")


class _Passenger(Generic[Wish, Answer]):
    """A thread's wish, and the lock at which it sleeps until it is answered, or is to make the next trip."""

    def __init__(self, wish: Wish, size: int) -> None:
        self.wish = wish
        self.size = size
        self.outcome: list[Answer | Exception] = []
        self.asleep = threading.Lock()
        self.asleep.acquire()


class SharedTrips(Generic[Wish, Answer]):
    """`travel` has several wishes fulfilled at once: it returns an answer or an exception for each, or raises one."""

    def __init__(self, travel: Callable[[Sequence[Wish]], Sequence[Answer | Exception]]) -> None:
        self._travel = travel
        self._lock = threading.Lock()
        self._waiting: list[_Passenger[Wish, Answer]] = []
        self._is_away = False

    def take(self, wish: Wish, size: int) -> Answer:
        """Have a wish of so many bytes fulfilled; returns the answer, or raises the exception, that is its own."""
        passenger: _Passenger[Wish, Answer] = _Passenger(wish, size)
        with self._lock:
            self._waiting.append(passenger)
            must_wait = self._is_away
            self._is_away = True
        if must_wait:
            passenger.asleep.acquire()
        if not passenger.outcome:
            self._lead()
        [outcome] = passenger.outcome
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _lead(self) -> None:
        """Make one trip, whose first passenger is the caller, and leave the next one to whoever came meanwhile."""
        passengers = self._board()
        try:
            outcomes: Sequence[Answer | Exception] = self._travel([each.wish for each in passengers])
        except Exception as error:
            # Who came meanwhile has waited for as long as anybody may, and would fare the same.
            with self._lock:
                passengers += self._waiting
                self._waiting = []
            outcomes = [error] * len(passengers)
        with self._lock:
            following = self._waiting[:1]
            self._is_away = bool(following)
        for each, outcome in zip(passengers, outcomes, strict=True):
            each.outcome.append(outcome)
        for each in (*following, *passengers[1:]):
            each.asleep.release()

    def _board(self) -> list[_Passenger[Wish, Answer]]:
        """Take those who wait, as many as go together."""
        with self._lock:
            count = size = 0
            for each in self._waiting[:MOST_TOGETHER]:
                size += each.size
                if count and size > MOST_BYTES:
                    break
                count += 1
            boarded, self._waiting = self._waiting[:count], self._waiting[count:]
        return boarded
