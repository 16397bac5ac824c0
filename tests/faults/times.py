"""How long people had to wait because of a fault: told, and never asserted."""

import statistics
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from shared.constants import LEASE_MS
from tests.faults.history import Refused
from tests.faults.injector import Fault
from tests.faults.run import Result


def describe_times(result: Result) -> Iterator[str]:
    """Describe each kind of wait in a line, in seconds."""
    worker = [fault for fault in result.faults if fault.kind.startswith("worker ") and fault.kind.endswith("killed")]
    entrance = [fault for fault in result.faults if fault.kind.startswith(("web ", "Redis "))]
    alone = [fault for fault in worker if _is_alone(fault, result.faults)]
    yield _describe("next answer after a worker's kill", list(_wait_for_answer(result, worker)))
    yield _describe("  where nothing else was harmed", list(_wait_for_answer(result, alone)))
    yield _describe("last answer to what waited at a worker's kill", list(_wait_for_last(result, worker)))
    yield _describe("  where nothing else was harmed", list(_wait_for_last(result, alone)))
    yield _describe("next 202 after web or Redis was harmed", list(_wait_for_202(result, entrance)))
    for part in ("Redis", "Cassandra"):
        faults = [fault for fault in result.faults if fault.kind.lower().startswith(part.lower())]
        yield _describe(f"next answer once {part} was back", list(_wait_for_work(result, faults)))
        faults = [fault for fault in faults if _is_alone(fault, result.faults)]
        yield _describe("  where nothing else was harmed", list(_wait_for_work(result, faults)))
    refused = [each for each in result.history.refused if each.status == 503]
    yield _describe("reply of 503", [each.replied - each.sent for each in refused])
    hangs = [fault for fault in result.faults if fault.kind == "Redis hung"]
    yield _describe("reply of 503 while Redis hung", [each.replied - each.sent for each in _during(refused, hangs)])
    for kind in sorted({fault.kind for fault in result.faults}):
        faults = [fault for fault in result.faults if fault.kind == kind]
        backs = [fault.back - fault.over for fault in faults if fault.back is not None]
        yield _describe(f"whole again: {kind}", backs) + ("" if len(backs) == len(faults) else "  NOT ALWAYS")


def _describe(what: str, seconds: Sequence[float]) -> str:
    if not seconds:
        return f"{what:46} none"
    return f"{what:46} p50 {statistics.median(seconds):6.2f} s  max {max(seconds):6.2f} s  of {len(seconds)}"


def _is_alone(fault: Fault, faults: Sequence[Fault]) -> bool:
    """Tell whether no other fault was under way from this one's begin until what it held could be claimed again."""
    end = (fault.back or fault.over) + LEASE_MS / 1000
    return all(other is fault or other.begun > end or (other.back or other.over) < fault.begun for other in faults)


def _list_completions(result: Result) -> list[float]:
    return sorted(answer.completed for answer in result.evidence.answers.values() if answer and answer.completed)


def _wait_for_answer(result: Result, faults: Sequence[Fault]) -> Iterator[float]:
    completed = _list_completions(result)
    for fault in faults:
        place = bisect_right(completed, fault.over)
        if place < len(completed):
            yield completed[place] - fault.over


def _wait_for_work(result: Result, faults: Sequence[Fault]) -> Iterator[float]:
    """Wait for the next answer from when a part took writes again; 0 where work had gone on."""
    completed = _list_completions(result)
    for fault in faults:
        place = bisect_right(completed, fault.back) if fault.back else len(completed)
        if fault.back and place < len(completed):
            yield completed[place] - fault.back


def _wait_for_last(result: Result, faults: Sequence[Fault]) -> Iterator[float]:
    for fault in faults:
        waits = [
            answer.completed - fault.over
            for accepted in result.history.accepted
            if accepted.replied <= fault.begun
            and (answer := result.evidence.answers.get(accepted.prediction_id))
            and answer.completed
            and answer.completed > fault.over
        ]
        if waits:
            yield max(waits)


def _wait_for_202(result: Result, faults: Sequence[Fault]) -> Iterator[float]:
    accepted = sorted((each.sent, each.replied) for each in result.history.accepted)
    for fault in faults:
        after = [replied for sent, replied in accepted if sent >= fault.begun and replied >= fault.over]
        if after:
            yield min(after) - fault.over


def _during(refused: Sequence[Refused], faults: Sequence[Fault]) -> list[Refused]:
    return [
        each for each in refused if any(each.sent <= fault.over and each.replied >= fault.begun for fault in faults)
    ]
