"""The rules of an audit: what the queue and the store may say of a submission, and how it is looked at twice."""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from shared.queue.accounts import AccountBook
from shared.queue.inspection import QueueInspector, Trace
from shared.queue.workers import WorkerRegistry
from shared.settings import Settings
from shared.store.contract import PredictionStore

LOOK_AGAIN_SECONDS = 2.0
"""Between two looks: what was only under way, such as telling what is stored, is over by then."""

PATIENCE_MS = 60_000
"""A submission that falls due is claimed sooner than this, unless something is wrong or many wait before it."""

STORE_THREADS = 8
"""Predictions that the store is asked for at once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not add up: of which id or counter, and what it means."""

    subject: str
    meaning: str
    figures: str = field(default="", compare=False)
    """These may differ from look to look."""

    def __str__(self) -> str:
        return f"{self.subject}: {self.meaning}{self.figures and f' ({self.figures})'}"


def judge(trace: Trace, is_stored: bool) -> Iterator[str]:
    """Tell what is wrong with a submission, by its trace in the queue and whether the store has its answer."""
    if trace.is_pending and not trace.has_submission:
        yield "it is pending, but its submission is gone"
    if trace.has_submission and not trace.is_pending:
        yield "its submission is there, but it is not pending, so no worker will claim it"
    if trace.is_listed and not trace.has_submission:
        yield "its owner's (or its batch's) list of unfinished ones has it, but its submission is gone"
    if trace.has_submission and not trace.is_listed:
        yield "its owner's (or its batch's) list of unfinished ones lacks it, so it is not shown there"
    if trace.is_pending and is_stored:
        yield "the store has its answer, but it is still pending; unless a worker just died, it should have been told"
    if trace.is_told and not is_stored:
        yield "its answer was told, but the store lacks it, so it is lost when the hot copy expires"


class ConsistencyCheck:
    """Looks twice, and finds what was wrong both times."""

    def __init__(self, settings: Settings, store: PredictionStore) -> None:
        self._inspector = QueueInspector(settings)
        self._accounts = AccountBook(settings)
        self._registry = WorkerRegistry(settings)
        self._store = store

    def run(self) -> list[Finding]:
        """List what does not add up. Raises QueueUnavailableError or StoreUnavailableError."""
        lists = self._inspector.find_ids()
        first = set(self._look(lists))
        if not first:
            return []
        time.sleep(LOOK_AGAIN_SECONDS)
        suspects = {finding.subject for finding in first}
        again = self._look(
            {prediction_id: seen_in for prediction_id, seen_in in lists.items() if prediction_id in suspects}
        )
        return [finding for finding in again if finding in first]

    def _look(self, lists: Mapping[str, str]) -> list[Finding]:
        return [*self._judge_each(lists), *self._judge_counters(), *self._judge_batches(), *self._judge_waiting()]

    def _judge_each(self, lists: Mapping[str, str]) -> list[Finding]:
        """Apply the rules. The queue is read before the store, which has what was told at any time before."""
        traces = dict(self._inspector.trace(lists))
        to_ask = [name for name, trace in traces.items() if trace.is_pending or trace.is_told]
        with ThreadPoolExecutor(STORE_THREADS) as threads:
            stored = {name for name, answer in zip(to_ask, threads.map(self._store.get, to_ask), strict=True) if answer}
        return [
            Finding(prediction_id, meaning)
            for prediction_id, trace in traces.items()
            for meaning in judge(trace, prediction_id in stored)
        ]

    def _judge_counters(self) -> list[Finding]:
        findings = []
        accounts = self._accounts.read()
        if accounts.missing:
            figures = (
                f"{accounts.accepted} is not {accounts.succeeded} + {accounts.failed} + {accounts.canceled} + "
                f"{accounts.pending}"
            )
            findings.append(Finding("accepted", "it is not succeeded + failed + canceled + pending", figures))
        counted, summed = self._inspector.weigh()
        if counted != summed:
            figures = f"{counted} is counted, {summed} is there"
            findings.append(Finding("pending_bytes", "it is not the sum of the sizes of what is pending", figures))
        return findings

    def _judge_batches(self) -> list[Finding]:
        """Compare each batch's counts with its unfinished ones, some of which may be canceled and not stored yet."""
        return [
            Finding(weight.batch_id, "its counts do not fit its unfinished ones", f"{weight.counted}, {weight.there}")
            for weight in self._inspector.weigh_batches()
            if not weight.counted <= weight.there <= weight.counted + weight.canceled
        ]

    def _judge_waiting(self) -> list[Finding]:
        """Only the entry that is next is judged: a long queue alone is no fault while it moves."""
        overdue = self._inspector.find_overdue(PATIENCE_MS)
        if overdue is None:
            return []
        workers = len(self._registry.list_workers())
        figures = f"for {overdue.waited_ms // 1000} s; {overdue.together} are due for over a minute; workers: {workers}"
        return [Finding(overdue.prediction_id, "it is the next to be claimed, but nobody claims it", figures)]
