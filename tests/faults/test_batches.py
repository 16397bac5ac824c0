"""Parts are killed amid a batch: nothing accepted is lost, and the counts add up."""

import csv
import io
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from shared.consistency import ConsistencyCheck
from shared.queue.accounts import AccountBook
from shared.store.opening import open_store
from tests.faults.pictures import make_picture
from tests.faults.site import Site
from tests.faults.whole import is_whole
from tests.support.batches import BOUNDARY, FORM, write_form
from tests.support.polling import wait_for
from tests.support.visitor import Visitor

COUNT = 2000
PIECES = 8
"""Of a batch that comes slowly, each as large as what web accepts at once."""

PIECE = 256
PAUSE_SECONDS = 0.4
DEADLINE_SECONDS = 120


def make_part(place: int) -> bytes:
    """Write the part of a form for a picture that differs from all others."""
    return write_form([(f"{place:05}.png", make_picture(place)[0])], is_whole=False)


def write_end() -> bytes:
    """Write the end of a form."""
    return f"--{BOUNDARY}--\r\n".encode()


def come_slowly() -> Iterator[bytes]:
    """Write a form so slowly that there is time to do harm."""
    for start in range(0, PIECES * PIECE, PIECE):
        yield b"".join(make_part(place) for place in range(start, start + PIECE))
        time.sleep(PAUSE_SECONDS)
    yield write_end()


def await_batch(visitor: Visitor, path: str) -> dict[str, Any]:
    """Wait until a batch is done, through restarts of what answers."""

    def look() -> dict[str, Any] | None:
        try:
            answer = visitor.http.get(path, params={"wait": 5, "limit": 0})
        except httpx.TransportError:
            return None
        body: dict[str, Any] = answer.json()
        return body if answer.status_code == 200 and body["done"] else None

    found = wait_for(look, DEADLINE_SECONDS)
    assert found is not None
    return found


def assert_all_read(visitor: Visitor, batch: dict[str, Any], count: int) -> None:
    """Fail unless each picture has its own number, once, in its place."""
    assert batch["counts"] == {"queued": 0, "processing": 0, "succeeded": count, "failed": 0, "canceled": 0}
    rows = list(csv.DictReader(io.StringIO(visitor.http.get(batch["urls"]["results"]).text)))
    expected = [(f"{place:05}.png", make_picture(place)[1]) for place in range(count)]
    assert [(row["filename"], row["number"]) for row in rows] == expected


def assert_adds_up(site: Site) -> None:
    """Fail unless the queue, its counters and the store agree, and nothing is left."""
    accounts = AccountBook(site.settings).read()
    assert (accounts.missing, accounts.pending, accounts.pending_bytes) == (0, 0, 0)
    store = open_store(site.settings)
    assert ConsistencyCheck(site.settings, store).run() == []
    store.close()


def kill(site: Site, part: str) -> None:
    """Kill a part with all its processes, and wait until it is whole again."""
    harmed = site.find_tree(part)
    for process in harmed:
        process.kill()
    wait_for(lambda: is_whole(site, part, {process.pid for process in harmed}), DEADLINE_SECONDS)


@pytest.mark.timeout(600)
def test_a_worker_that_is_killed_amid_a_batch_costs_nothing_but_time(site: Site) -> None:
    site.start()
    with Visitor(site.stack.url) as visitor:
        body = b"".join(make_part(place) for place in range(COUNT)) + write_end()
        answer = visitor.http.post("/v1/batches", content=body, headers={"Content-Type": FORM})
        assert answer.status_code == 202
        path = answer.headers["Location"]
        for share in (0.1, 0.4):
            wait_for(lambda share=share: site.count_answered() >= share * COUNT)  # type: ignore[misc]
            kill(site, "worker")
        assert_all_read(visitor, await_batch(visitor, path), COUNT)
    assert_adds_up(site)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", ["redis", "worker"])
def test_what_dies_while_a_batch_comes_in_spoils_it_not(site: Site, part: str) -> None:
    site.start()
    with Visitor(site.stack.url) as visitor:
        answers: list[httpx.Response] = []

        def send() -> None:
            answers.append(visitor.http.post("/v1/batches", content=come_slowly(), headers={"Content-Type": FORM}))

        sender = threading.Thread(target=send)
        sender.start()
        wait_for(lambda: site.queue.read_totals().get("accepted", 0) >= PIECE)
        kill(site, part)
        sender.join(DEADLINE_SECONDS)
        [answer] = answers
        assert answer.status_code == 202, answer.text
        assert_all_read(visitor, await_batch(visitor, answer.headers["Location"]), PIECES * PIECE)
    assert_adds_up(site)


@pytest.mark.timeout(600)
def test_what_was_accepted_of_a_batch_when_web_was_killed_is_answered_and_can_be_erased(site: Site) -> None:
    site.start()
    with Visitor(site.stack.url) as visitor:
        # Who is known from before finds the batch, though nobody was promised it.
        visitor.read(make_picture(0)[0])

        def send() -> None:
            with pytest.raises(httpx.TransportError):
                visitor.http.post("/v1/batches", content=come_slowly(), headers={"Content-Type": FORM})

        sender = threading.Thread(target=send)
        sender.start()
        wait_for(lambda: site.queue.read_totals().get("accepted", 0) > 2 * PIECE)
        kill(site, "web")
        sender.join(DEADLINE_SECONDS)
        accepted = site.queue.read_totals()["accepted"] - 1
        [batch] = visitor.http.get("/v1/batches").json()["data"]
        assert_all_read(visitor, await_batch(visitor, batch["urls"]["get"]), accepted)
        assert_adds_up(site)
        assert visitor.http.delete(batch["urls"]["get"]).status_code == 204
        assert visitor.http.get("/v1/batches").json()["data"] == []
    assert_adds_up(site)


@pytest.mark.timeout(600)
def test_nothing_is_left_of_a_batch_whose_sender_goes_away(site: Site) -> None:
    site.start()

    def break_off() -> Iterator[bytes]:
        yield from (make_part(place) for place in range(2 * PIECE + 1))
        wait_for(lambda: site.queue.read_totals().get("accepted", 0) >= PIECE)
        raise ConnectionAbortedError

    with Visitor(site.stack.url) as visitor:
        visitor.read(make_picture(0)[0])
        with pytest.raises(ConnectionAbortedError):
            visitor.http.post("/v1/batches", content=break_off(), headers={"Content-Type": FORM})
        wait_for(lambda: visitor.http.get("/v1/batches").json()["data"] == [])
        wait_for(lambda: AccountBook(site.settings).read().pending == 0)
    assert_adds_up(site)
