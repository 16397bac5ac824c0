"""Web and the worker are killed at every step of the path of a prediction, each once, and nothing is lost."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.patches.steps import STEPS
from tests.faults.run import Plan, Progress, carry_out
from tests.faults.site import Site

PLAN = Plan(kinds=[], faults=0, accepted=100, rate=40, seed=1)
LONGEST_SECONDS = 300
"""For all deaths; each costs a lease and a start. It takes some 60 s, and took over 120 where memory was scarce."""


@pytest.mark.timeout(600)
def test_nothing_is_lost_whichever_step_is_the_last(
    site: Site, build_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tombstones = tmp_path / "tombstones"
    tombstones.mkdir()
    monkeypatch.setenv("KILL_TOMBSTONES", str(tombstones))
    build_in("steps")
    site.start()
    until = time.monotonic() + LONGEST_SECONDS

    def list_dead() -> set[str]:
        return {tombstone.name for tombstone in tombstones.iterdir()}

    def wait_for_all_deaths(_: Progress) -> None:
        while list_dead() != set(STEPS):
            assert time.monotonic() < until, f"nobody died at {set(STEPS) - list_dead()}"
            time.sleep(0.2)

    result = carry_out(site, PLAN, wait=wait_for_all_deaths)
    assert result.report.is_clean, "\n".join(result.report.describe())
    # Web was killed behind the acceptance of one: nobody was promised an answer, and it has one all the same.
    assert result.report.untold
