"""A rolling restart under load: nobody meets an error, also not on a connection that was kept open."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.harm import KINDS
from tests.faults.reading import Reading
from tests.faults.run import Plan, carry_out
from tests.faults.site import Site

RESTARTS = 3
ROLLING = [kind for kind in KINDS if kind.name == "rolling restart"]
PLAN = Plan(kinds=ROLLING, faults=RESTARTS, accepted=3000, rate=150, seed=1)
READERS = 4
"""With two requests each in a twentieth of a second: with those who submit, some 250 requests a second."""


@pytest.fixture
def shipped_site(tmp_path: Path) -> Iterator[Site]:
    """A site as it is shipped, with TensorFlow; started."""
    with Site(tmp_path).running() as site:
        yield site


@pytest.mark.timeout(600)
def test_nobody_meets_an_error(shipped_site: Site) -> None:
    with Reading(shipped_site, READERS, pause=0.05) as reading:
        result = carry_out(shipped_site, PLAN, wait=lambda _: time.sleep(0.2))
    assert result.report.is_clean, "\n".join(result.report.describe())
    assert [fault.back is not None for fault in result.faults] == [True] * RESTARTS
    assert result.history.refused == []
    assert set(reading.replies) == {"200"}, reading.replies
