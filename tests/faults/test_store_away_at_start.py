"""Everything is started while Cassandra is down: submissions are taken, and answered when it is there."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.pictures import make_picture
from tests.faults.site import Site
from tests.support.cassandra.jars import find_obstacle
from tests.support.visitor import Visitor

AWAY_SECONDS = 12
PICTURES = 20


@pytest.fixture
def storeless_site(tmp_path: Path) -> Iterator[Site]:
    """A site on a Cassandra that does not run yet."""
    if obstacle := find_obstacle():
        pytest.skip(f"Cassandra: {obstacle}")
    site = Site(tmp_path, "cassandra", RUNTIME="litert")
    try:
        site.stack.start()
        yield site
    finally:
        site.stop()


@pytest.mark.timeout(300)
def test_what_is_sent_while_there_is_no_store_is_answered_when_there_is(storeless_site: Site) -> None:
    assert storeless_site.cassandra
    pictures = [make_picture(place) for place in range(PICTURES)]
    with Visitor(storeless_site.stack.url) as visitor:
        ids = [visitor.submit(image)["id"] for image, _ in pictures]
        until = time.monotonic() + AWAY_SECONDS
        while time.monotonic() < until:
            readiness = visitor.http.get("/readyz")
            # It accepts, it says what is missing, and its worker stays where it is.
            assert (readiness.status_code, len(readiness.json()["workers"])) == (200, 1)
            assert readiness.json()["store"] != "ok"
            assert visitor.http.get(f"/v1/predictions/{ids[0]}").json()["status"] == "queued"
            time.sleep(0.5)
        storeless_site.cassandra.start()
        answers = [visitor.await_answer(prediction_id) for prediction_id in ids]
        assert [answer["number"] for answer in answers] == [number for _, number in pictures]
        assert visitor.http.get("/readyz").json()["store"] == "ok"
