"""The watchdog ends a worker that gets no work though there is some, and no other."""

import os
import signal

import pytest

from shared.constants import PATIENT_BEATS, STARVING_BEATS
from worker.watchdog import Watchdog


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """What was killed, in place of being killed."""
    killed: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: killed.append((pid, number)))
    monkeypatch.setattr(os, "_exit", lambda _: None)
    return killed


def look(watchdog: Watchdog, times: int, *, rounds: int = 1, is_busy: bool = False, overdue: int = 1) -> None:
    for _ in range(times):
        watchdog.look(rounds, is_busy, overdue)


def test_it_ends_a_worker_that_starves(killed: list[tuple[int, int]]) -> None:
    watchdog = Watchdog()
    look(watchdog, STARVING_BEATS)
    assert killed == []
    look(watchdog, 1)
    assert killed == [(os.getppid(), signal.SIGKILL)]


@pytest.mark.parametrize("spared", [{"is_busy": True}, {"overdue": 0}])
def test_it_spares_one_that_is_busy_or_has_nothing_to_do(killed: list[tuple[int, int]], spared: dict[str, int]) -> None:
    look(Watchdog(), PATIENT_BEATS, **spared)  # type: ignore[arg-type]
    assert killed == []


def test_it_is_patient_before_the_first_work(killed: list[tuple[int, int]]) -> None:
    watchdog = Watchdog()
    look(watchdog, PATIENT_BEATS - 1, rounds=0)
    assert killed == []
    look(watchdog, 1, rounds=0)
    assert killed


def test_work_that_comes_now_and_then_is_enough(killed: list[tuple[int, int]]) -> None:
    watchdog = Watchdog()
    for rounds in range(1, 5):
        look(watchdog, STARVING_BEATS, rounds=rounds)
    assert killed == []
