"""A short run of what `make soak` does at length: what was accepted is answered, once and right, whatever dies."""

import time

import pytest

from tests.faults.harm import KINDS
from tests.faults.run import Plan, carry_out
from tests.faults.site import Site

PLAN = Plan(kinds=KINDS, faults=len(KINDS), accepted=1500, rate=60, seed=5)


@pytest.mark.timeout(600)
def test_nothing_accepted_is_lost(site: Site) -> None:
    site.start()
    result = carry_out(site, PLAN, wait=lambda _: time.sleep(0.2))
    assert result.report.is_clean, "\n".join(result.report.describe())
    assert len(result.history.accepted) >= PLAN.accepted
    assert {fault.kind for fault in result.faults} == {kind.name for kind in KINDS}
    assert [fault for fault in result.faults if fault.back is None] == []
