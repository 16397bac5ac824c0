"""Waiting for answers: one subscription to Redis wakes all the waiters of a process."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import structlog

from shared.queue.announcements import listen
from shared.settings import Settings

log = structlog.get_logger()

RECONNECT_SECONDS = 0.3

LOOK_AGAIN_SECONDS = 2.0
"""A waiter looks for itself this often: an announcement may be lost while the subscription is broken."""

Seen = TypeVar("Seen")


class Waiter(threading.Event):
    """Set when the prediction may be done, or the wait is over for all."""

    answer: bytes = b""
    """The answer as it was announced; empty where one has to look."""

    def take_answer(self) -> bytes:
        """Return it, and sleep from then on until it is set again."""
        self.clear()
        return self.answer


class Waiting:
    """Places to wait for a prediction, as many as there is capacity for."""

    def __init__(self, settings: Settings, capacity: int) -> None:
        self._settings = settings
        self._free = threading.Semaphore(capacity)
        self._lock = threading.Lock()
        self._waiters: dict[str, list[Waiter]] = {}
        self._expected: set[str] = set()
        """What was submitted in this process, and would have been heard of were it done."""
        self._hears = False
        self._is_over = False
        self._listener: threading.Thread | None = None

    @contextmanager
    def expect(self, prediction_id: str) -> Iterator[None]:
        """Expect the announcement of what is accepted within: until it comes nobody need look whether it is done."""
        self._start_listening()
        with self._lock:
            if self._hears:
                self._expected.add(prediction_id)
        try:
            yield
        except BaseException:
            self._expected.discard(prediction_id)
            raise

    @contextmanager
    def place(self, prediction_id: str) -> Iterator[Waiter | None]:
        """Take a place to wait; None when all are taken.

        Look once after taking it, since what was announced before is not announced again; unless it is expected.
        """
        if self._is_over or not self._free.acquire(blocking=False):
            yield None
            return
        event = Waiter()
        with self._lock:
            self._waiters.setdefault(prediction_id, []).append(event)
        try:
            self._start_listening()
            yield event
        finally:
            with self._lock:
                waiters = self._waiters[prediction_id]
                waiters.remove(event)
                if not waiters:
                    del self._waiters[prediction_id]
            self._free.release()

    def look_until(
        self, awaited_id: str, seconds: float, look: Callable[[bytes], Seen], is_done: Callable[[Seen], bool]
    ) -> Seen:
        """Look until what is seen is done, for up to `seconds`. Where too many wait already, look once.

        `look` is given the answer where it was announced, and nothing where it has to look.
        """
        until = time.monotonic() + seconds
        with self.place(awaited_id) as woken:
            if woken and awaited_id in self._expected:
                woken.wait(min(seconds, LOOK_AGAIN_SECONDS))
            while True:
                seen = look(woken.take_answer() if woken else b"")
                remaining = until - time.monotonic()
                if is_done(seen) or woken is None or remaining <= 0 or self._is_over:
                    return seen
                woken.wait(min(remaining, LOOK_AGAIN_SECONDS))

    @property
    def is_over(self) -> bool:
        """Whether nobody is to wait here any more."""
        return self._is_over

    def release_all(self) -> None:
        """Wake everybody, for the process is about to end."""
        self._is_over = True
        with self._lock:
            waited_for = dict.fromkeys(self._waiters, b"")
        self._wake(waited_for)

    def _start_listening(self) -> None:
        """Start the thread at the first wait: the process may have been forked after this object was made."""
        with self._lock:
            if self._listener is None:
                self._listener = threading.Thread(target=self._listen, name="announcements", daemon=True)
                self._listener.start()

    def _listen(self) -> None:
        is_interrupted = False
        while True:
            try:
                for answers in listen(self._settings):
                    is_interrupted = False
                    if answers is None:
                        self._expect_anew(hears=True)
                    else:
                        self._wake(answers)
            except Exception as error:
                # Whatever it is, without this thread everyone would wait for the next look of their own. An outage is
                # told of once, and not with every attempt.
                if not is_interrupted:
                    log.warning("announcements interrupted", reason=str(error))
                is_interrupted = True
            self._expect_anew(hears=False)
            time.sleep(RECONNECT_SECONDS)

    def _expect_anew(self, *, hears: bool) -> None:
        """Expect nothing of what was submitted until now: it may have been announced while nobody heard."""
        with self._lock:
            self._hears = hears
            self._expected.clear()

    def _wake(self, answers: Mapping[str, bytes]) -> None:
        with self._lock:
            self._expected.difference_update(answers)
            for prediction_id in answers.keys() & self._waiters.keys():
                for event in self._waiters[prediction_id]:
                    event.answer = answers[prediction_id]
                    event.set()
