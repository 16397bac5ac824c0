"""The wire to Redis and the wire to Cassandra refuse, hang, are slow and reset; nothing accepted is lost."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.harm import make_wire_kinds
from tests.faults.run import Plan, carry_out
from tests.faults.site import Site
from tests.support import toxiproxy
from tests.support.cassandra import jars


@pytest.fixture(params=["redis", "cassandra"])
def part(request: pytest.FixtureRequest) -> str:
    """The part whose wire is harmed."""
    return str(request.param)


@pytest.fixture
def wired_site(part: str, tmp_path: Path) -> Iterator[Site]:
    """A site with a proxy before Redis, and before Cassandra where that is to be harmed; started."""
    if obstacle := toxiproxy.find_obstacle():
        pytest.skip(f"faults on the wire: {obstacle}")
    if part == "cassandra" and (obstacle := jars.find_obstacle()):
        pytest.skip(f"Cassandra: {obstacle}")
    with Site(
        tmp_path, "cassandra" if part == "cassandra" else "sqlite", wired=True, RUNTIME="litert"
    ).running() as site:
        yield site


@pytest.mark.timeout(600)
def test_a_wire_that_fails_loses_nothing(part: str, wired_site: Site) -> None:
    kinds = make_wire_kinds(part)
    plan = Plan(kinds=kinds, faults=len(kinds), accepted=1000, rate=60, seed=5)
    result = carry_out(wired_site, plan, wait=lambda _: time.sleep(0.2))
    assert result.report.is_clean, "\n".join(result.report.describe())
    assert {fault.kind for fault in result.faults if fault.back is not None} == {kind.name for kind in kinds}
    if part == "cassandra":
        # Whoever submits meets Redis alone.
        assert result.history.refused == []
