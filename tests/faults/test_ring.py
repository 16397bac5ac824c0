"""Three Cassandra nodes, everything kept on each: while one is dead or hangs, nobody notices."""

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.faults.history import History, read_history
from tests.faults.run import Plan, carry_out
from tests.faults.site import Site
from tests.support.cassandra.jars import find_obstacle
from tests.support.polling import wait_for
from tests.support.visitor import Visitor

HARM_SECONDS = 10
PLAN = Plan(kinds=[], faults=0, accepted=2000, rate=60, seed=1)


@pytest.fixture
def ring_site(tmp_path: Path) -> Iterator[Site]:
    """A site on three nodes, started."""
    if obstacle := find_obstacle():
        pytest.skip(f"Cassandra: {obstacle}")
    site = Site(tmp_path, "ring", RUNTIME="litert")
    try:
        site.start()
        yield site
    finally:
        site.stop()


@contextlib.contextmanager
def read_all_the_while(site: Site) -> Iterator[Counter[int]]:
    """Read from the store, by way of web, what one of the submitters sent; yields how often there was which reply."""
    statuses: Counter[int] = Counter()
    stopping = threading.Event()

    def read() -> None:
        history = wait_for(lambda: find_submitter(site))
        first = history.accepted[0]
        with Visitor(site.stack.url) as visitor:
            preview = visitor.await_answer(first.prediction_id)["urls"]["preview"]
            visitor.http.headers["Authorization"] = f"Bearer {history.tokens[first.owner]}"
            while not stopping.wait(0.05):
                for path in (preview, "/v1/predictions"):
                    statuses[ask(visitor.http, path)] += 1

    reader = threading.Thread(target=read)
    reader.start()
    yield statuses
    stopping.set()
    reader.join()


def find_submitter(site: Site) -> History | None:
    """Read the history as soon as it tells of a submission and of its owner's token."""
    history = read_history(site.history) if site.history.exists() else History()
    return history if history.accepted and history.accepted[0].owner in history.tokens else None


def ask(http: httpx.Client, path: str) -> int:
    """Ask once; returns the status, 0 when there was no reply."""
    try:
        return http.get(path).status_code
    except httpx.TransportError:
        return 0


@pytest.mark.timeout(600)
def test_nobody_notices_that_one_of_three_nodes_is_away(ring_site: Site) -> None:
    assert ring_site.ring
    _, second, third = ring_site.ring.nodes

    def harm() -> None:
        second.kill()
        time.sleep(HARM_SECONDS)
        second.start()
        # Hints bring it up to date before another one is harmed.
        time.sleep(HARM_SECONDS)
        third.pause()
        time.sleep(HARM_SECONDS)
        third.resume()

    harming = threading.Timer(2, harm)
    with read_all_the_while(ring_site) as reads:
        harming.start()
        result = carry_out(ring_site, PLAN, wait=lambda _: harming.join(timeout=0.2))
    assert result.report.is_clean, "\n".join(result.report.describe())
    assert result.history.refused == []
    assert set(reads) == {200}, reads

