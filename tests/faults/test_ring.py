"""Three Cassandra nodes, everything kept on each: while one is dead or hangs, nobody notices."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.reading import Reading
from tests.faults.run import Plan, carry_out
from tests.faults.site import Site
from tests.support.cassandra.jars import find_obstacle

HARM_SECONDS = 10
PLAN = Plan(kinds=[], faults=0, accepted=800, rate=60, seed=1)


@pytest.fixture
def ring_site(tmp_path: Path) -> Iterator[Site]:
    """A site on three nodes, started."""
    if obstacle := find_obstacle():
        pytest.skip(f"Cassandra: {obstacle}")
    with Site(tmp_path, "ring", RUNTIME="litert").running() as site:
        yield site


@pytest.mark.timeout(600)
def test_nobody_notices_that_one_of_three_nodes_is_away(ring_site: Site) -> None:
    assert ring_site.ring
    _, second, third = ring_site.ring.nodes

    harmed = []

    def harm() -> None:
        second.kill()
        time.sleep(HARM_SECONDS)
        second.start()
        # Hints bring it up to date before another one is harmed.
        time.sleep(HARM_SECONDS)
        third.pause()
        time.sleep(HARM_SECONDS)
        third.resume()
        harmed.append(True)

    harming = threading.Timer(2, harm)
    with Reading(ring_site, readers=1, pause=0.05) as reading:
        harming.start()
        result = carry_out(ring_site, PLAN, wait=lambda _: harming.join())
    assert harmed
    assert result.report.is_clean, "\n".join(result.report.describe())
    assert result.history.refused == []
    assert set(reading.replies) == {"200"}, reading.replies
