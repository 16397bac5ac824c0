"""While the disk is full nobody is promised anything, and nothing that was promised before is lost."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.run import Plan, Progress, carry_out
from tests.faults.site import Site
from tests.support.small_disk import fill_disk, mount_small_disk

MEGABYTES = 40
FULL_SECONDS = 12
BACK_SECONDS = 60
PLAN = Plan(kinds=[], faults=0, accepted=1200, rate=60, seed=1)


@pytest.fixture(params=["everything", "Redis", "SQLite"])
def disk_and_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Site]]:
    """A site of which everything, or a part, lies on a disk of its own."""
    data_dir = tmp_path / "var"
    disk = {"everything": data_dir, "Redis": data_dir / "redis", "SQLite": tmp_path / "store"}[request.param]
    disk.parent.mkdir(exist_ok=True)
    with mount_small_disk(disk, MEGABYTES):
        store = {"STORE_URL": f"sqlite:///{disk}/numberfigure.db"} if request.param == "SQLite" else {}
        with Site(tmp_path, RUNTIME="litert", **store).running() as site:
            yield disk, site


@pytest.mark.timeout(600)
def test_a_full_disk_refuses_and_loses_nothing(disk_and_site: tuple[Path, Site]) -> None:
    disk, site = disk_and_site
    times: list[float] = []

    def fill_once(_: Progress) -> None:
        if not times:
            time.sleep(3)
            times.append(time.time())
            with fill_disk(disk):
                time.sleep(FULL_SECONDS)
            times.append(time.time())
        time.sleep(0.2)

    result = carry_out(site, PLAN, wait=fill_once)
    assert result.report.is_clean, "\n".join(result.report.describe())
    full, free = times
    while_full = [each for each in result.history.refused if full < each.sent < free]
    accepted_while_full = [each for each in result.history.accepted if full < each.sent < free]
    # Where Redis has room, submissions are taken, and wait for the store.
    assert accepted_while_full if site.settings.store_url else while_full
    # Web says so itself: it is no broken connection.
    assert {each.status for each in while_full} <= {503}
    # Whatever was away is back by itself.
    assert any(each.sent > free for each in result.history.accepted)
