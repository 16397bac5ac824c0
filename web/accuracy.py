"""Live accuracy: how often people said that a model was right, of those answers that they judged at all."""

import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from shared.store.contract import LabelCount, PredictionStore, StoreUnavailableError

REFRESH_SECONDS = 5.0
"""The store counts the labels anew this often at most, for each web process whose operator looks."""


@dataclass(frozen=True, slots=True)
class ModelAccuracy:
    """What people said of one model's answers."""

    model_version: str
    right: int
    wrong: int

    @property
    def judged(self) -> int:
        """How many answers people confirmed or corrected."""
        return self.right + self.wrong

    @property
    def share(self) -> float:
        """The share of right answers among those judged."""
        return self.right / self.judged


class LiveAccuracy:
    """Asks the store, and remembers its answer for a few seconds."""

    def __init__(self, store: PredictionStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._asked_at = float("-inf")
        self._known: list[ModelAccuracy] = []

    def read(self) -> list[ModelAccuracy]:
        """Return what is known of each model that people judged; while the store is away, what was known before."""
        with self._lock:
            if time.monotonic() - self._asked_at > REFRESH_SECONDS:
                try:
                    self._known = sum_up(self._store.count_labels())
                except StoreUnavailableError:
                    # /status and /metrics tell of that by themselves.
                    return self._known
                self._asked_at = time.monotonic()
            return self._known


def sum_up(counts: Iterable[LabelCount]) -> list[ModelAccuracy]:
    """Put the counts of each model together."""
    judged = Counter[tuple[str, bool]]()
    for each in counts:
        judged[each.model_version, each.is_right] += each.count
    versions = sorted({version for version, _ in judged})
    return [ModelAccuracy(version, judged[version, True], judged[version, False]) for version in versions]
