"""The injector: works off a random schedule of faults, several at once, but never two on the same part."""

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from tests.faults.harm import FaultKind
from tests.faults.history import now
from tests.faults.site import Site
from tests.faults.whole import is_whole

log = structlog.get_logger()

BACK_SECONDS = 120
"""A part that is not whole after this long never will be."""

SHORTEST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 3.0
"""Between two faults; short ones hit a part that has just come back, or two parts at once."""

POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that was made. Times in seconds since 1970; `over` is when the harm itself ended, as of a hang."""

    kind: str
    begun: float
    over: float
    back: float | None
    """When the part was whole again, or None when it did not come back."""


def make_schedule(kinds: Sequence[FaultKind], count: int, rng: random.Random) -> list[FaultKind]:
    """Choose faults: every kind as often as any other, in an order that the seed decides."""
    schedule: list[FaultKind] = []
    while len(schedule) < count:
        schedule += rng.sample(kinds, len(kinds))
    return schedule[:count]


class Injector:
    """Makes faults until the schedule is done or it is stopped."""

    def __init__(self, site: Site, kinds: Sequence[FaultKind], count: int, seed: int, longest_pause: float) -> None:
        self.faults: list[Fault] = []
        self._site = site
        self._longest_pause = longest_pause
        self._rng = random.Random(seed)
        self._schedule = make_schedule(kinds, count, self._rng)
        self._harmed: set[str] = set()
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def is_done(self) -> bool:
        """Tell whether the schedule is worked off and all parts are whole."""
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Begin no more, and wait until all parts are whole."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        threads = []
        for kind in self._schedule:
            self._stopping.wait(self._rng.uniform(SHORTEST_PAUSE_SECONDS, self._longest_pause))
            rng = random.Random(self._rng.random())
            with self._changed:
                self._changed.wait_for(lambda parts=kind.parts: not self._harmed & parts)  # type: ignore[misc]
                if self._stopping.is_set():
                    break
                self._harmed |= kind.parts
            threads.append(threading.Thread(target=self._make, args=(kind, rng)))
            threads[-1].start()
        for thread in threads:
            thread.join()

    def _make(self, kind: FaultKind, rng: random.Random) -> None:
        begun, over, back = now(), None, None
        try:
            harmed = kind.harm(self._site, rng)
            over = now()
            back = self._await_whole(kind, harmed)
        except Exception:
            # Reported as a part that did not come back.
            log.exception("fault failed", kind=kind.name)
        with self._changed:
            self.faults.append(Fault(kind.name, begun, over or now(), back))
            self._harmed -= kind.parts
            self._changed.notify_all()

    def _await_whole(self, kind: FaultKind, harmed: set[int]) -> float | None:
        until = time.monotonic() + BACK_SECONDS
        while not all(is_whole(self._site, part, harmed) for part in kind.parts):
            if time.monotonic() > until:
                return None
            time.sleep(POLL_SECONDS)
        return now()
