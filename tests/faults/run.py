"""One run: a site, submitters, faults, and what the checker says of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from tests.faults.checker import Report, check
from tests.faults.evidence import Evidence, gather
from tests.faults.harm import FaultKind
from tests.faults.history import History, Recorder, read_history
from tests.faults.injector import LONGEST_PAUSE_SECONDS, Fault, Injector
from tests.faults.rows import read_rows
from tests.faults.site import Site
from tests.faults.submitting import Submitting


@dataclass(frozen=True)
class Plan:
    """How much of what; the same seed makes the same schedule of faults."""

    kinds: Sequence[FaultKind]
    faults: int
    accepted: int
    rate: float
    seed: int
    longest_pause: float = LONGEST_PAUSE_SECONDS
    deadline_seconds: float = 120
    """For the last answer, once all faults are over."""


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    accepted: int
    refused: int
    faults: int


@dataclass(frozen=True)
class Result:
    """What a run has shown."""

    report: Report
    history: History
    evidence: Evidence
    faults: list[Fault]


def carry_out(site: Site, plan: Plan, wait: Callable[[Progress], None]) -> Result:
    """Submit and harm until both are done, or until `wait`, which is called all the while, is interrupted; then check.

    The site must run.
    """
    recorder = Recorder(site.history)
    submitting = Submitting(site.stack.url, recorder, plan.rate)
    injector = Injector(site, plan.kinds, plan.faults, plan.seed, plan.longest_pause)
    submitting.start()
    injector.start()
    try:
        while recorder.accepted < plan.accepted or not injector.is_done():
            wait(Progress(recorder.accepted, recorder.refused, len(injector.faults)))
    except KeyboardInterrupt:
        print("Stopping, and checking what there is.", flush=True)
    finally:
        injector.stop()
        submitting.stop()
        recorder.close()
    history = read_history(site.history)
    evidence = gather(site.stack.url, site.queue, history, partial(read_rows, site), plan.deadline_seconds)
    return Result(check(history, evidence), history, evidence, injector.faults)
