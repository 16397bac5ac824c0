"""Batches on the whole stack: as parts and as a zip, beside somebody who draws, and larger than web's memory may be."""

import csv
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.faults.pictures import make_picture
from tests.support.batches import BOUNDARY, FORM, write_form, write_zip
from tests.support.pictures import draw_on_board, load_known_digits
from tests.support.stack import Stack
from tests.support.visitor import Visitor

MANY = 3000
"""Some seconds of a worker's work."""

LARGE_BYTES = 600_000
LARGE_COUNT = 400
"""Together 240 MB, more than half of what may wait."""

MOST_GROWTH = 60_000_000
"""Of web's memory while such a batch comes in: some pieces, pictures and buffers."""

EXTRA_SECONDS = 120


def make_pictures(count: int) -> list[tuple[str, bytes, str]]:
    """Make pictures with their names and numbers."""
    return [(f"{place:05}.png", *make_picture(place)) for place in range(count)]


def post(visitor: Visitor, body: Any, content_type: str = FORM) -> dict[str, Any]:
    """Submit a batch."""
    headers = {"Content-Type": content_type}
    answer = visitor.http.post("/v1/batches", content=body, headers=headers, timeout=EXTRA_SECONDS)
    assert answer.status_code == 202, answer.text
    batch: dict[str, Any] = answer.json()
    assert answer.headers["Location"] == batch["urls"]["get"]
    return batch


def await_batch(visitor: Visitor, batch: dict[str, Any]) -> dict[str, Any]:
    """Wait until a batch is done."""
    while True:
        found: dict[str, Any] = visitor.http.get(batch["urls"]["get"], params={"wait": 30, "limit": 1}).json()
        if found["done"]:
            return found


@pytest.mark.parametrize("kind", ["parts", "zip"])
def test_a_batch_is_read_and_its_table_has_all_in_order(visitor: Visitor, kind: str) -> None:
    pictures = make_pictures(300)
    sent = [(name, image) for name, image, _ in pictures]
    batch = post(visitor, write_form(sent)) if kind == "parts" else post(visitor, write_zip(sent), "application/zip")
    done = await_batch(visitor, batch)
    assert done["counts"]["succeeded"] == done["total"] == 300
    rows = list(csv.DictReader(io.StringIO(visitor.http.get(done["urls"]["results"]).text)))
    assert [(row["filename"], row["number"]) for row in rows] == [(name, number) for name, _, number in pictures]
    # Each is a prediction like any other.
    [first] = done["data"]
    assert visitor.http.get(first["urls"]["preview"]).content.startswith(b"\x89PNG")
    assert visitor.http.get(first["urls"]["web"]).status_code == 200


def test_who_draws_is_answered_before_a_batch_that_waits(visitor: Visitor) -> None:
    batch = post(visitor, write_form((name, image) for name, image, _ in make_pictures(MANY)))
    for tile, number in load_known_digits()[:3]:
        assert visitor.read(draw_on_board(tile))["number"] == number
    found = visitor.http.get(batch["urls"]["get"]).json()
    # Thousands are queued since before, and most of them still are.
    assert found["counts"]["queued"] > MANY / 4, found["counts"]
    assert found["eta_seconds"] is None or found["eta_seconds"] > 0
    canceled = visitor.http.post(batch["urls"]["cancel"]).json()
    assert canceled["counts"]["canceled"] > 0
    done = await_batch(visitor, batch)
    assert done["counts"]["canceled"] + done["counts"]["succeeded"] == MANY
    assert visitor.http.delete(batch["urls"]["get"]).status_code == 204
    assert visitor.http.get(batch["urls"]["get"]).status_code == 404


@pytest.fixture
def quick_stack(tmp_path: Path) -> Iterator[Stack]:
    """A stack of its own, started."""
    stack = Stack(tmp_path / "var", RUNTIME="litert")
    stack.start()
    yield stack
    stack.stop()


@contextmanager
def watch_memory(stack: Stack) -> Iterator[list[int]]:
    """Note how many bytes web's processes have, again and again."""
    seen: list[int] = []
    stopping = threading.Event()

    def watch() -> None:
        while not stopping.is_set():
            seen.append(sum(process.memory_info().rss for process in stack.find_processes("-m web")))
            stopping.wait(0.05)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        stopping.set()
        thread.join()


def stream_form(pictures: Iterator[tuple[str, bytes]]) -> Iterator[bytes]:
    """Write a form part by part, so that the sender needs no memory, either."""
    for picture in pictures:
        yield write_form([picture], is_whole=False)
    yield f"--{BOUNDARY}--\r\n".encode()


def make_large_pictures() -> Iterator[tuple[str, bytes]]:
    """Make pictures of many bytes: what follows a PNG's end is ignored by whoever reads it."""
    for place in range(LARGE_COUNT):
        yield f"{place:05}.png", make_picture(place)[0] + bytes(LARGE_BYTES)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", ["parts", "zip"])
def test_a_batch_that_is_larger_than_the_queue_goes_through_in_bounded_memory(quick_stack: Stack, kind: str) -> None:
    with Visitor(quick_stack.url) as visitor:
        # A first, small one has web load what it needs.
        await_batch(visitor, post(visitor, write_form(islice(make_large_pictures(), 30))))
        with watch_memory(quick_stack) as seen:
            if kind == "parts":
                batch = post(visitor, stream_form(make_large_pictures()))
            else:
                batch = post(visitor, write_zip(make_large_pictures(), method=0), "application/zip")
        before, most = seen[0], max(seen)
        assert most - before < MOST_GROWTH, f"{before:,} bytes became {most:,}"
        assert await_batch(visitor, batch)["counts"]["succeeded"] == LARGE_COUNT


def test_a_batch_beyond_what_is_accepted_is_refused_with_words(visitor: Visitor) -> None:
    too_many = write_form((f"{place}.png", b"x") for place in range(10_001))
    answer = visitor.http.post("/v1/batches", content=too_many, headers={"Content-Type": FORM})
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:numberfigure:problem:batch-too-large")
