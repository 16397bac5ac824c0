"""A store that cannot be used says so, in time, with words that help and without a secret in them."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.ids import make_prediction_id
from shared.settings import Settings
from shared.store.contract import PredictionStore, StoreUnavailableError
from shared.store.opening import open_store

# The store's own limit is 2 s a call; the rest is for a busy machine.
IN_TIME_SECONDS = 8

CALLS: list[Callable[[PredictionStore], object]] = [
    lambda store: store.check(),
    lambda store: store.get(make_prediction_id()),
    lambda store: store.list_by_owner("owner", 10),
    lambda store: store.set_label(make_prediction_id(), "7"),
    lambda store: store.erase(make_prediction_id(), "owner"),
]


@contextmanager
def listen_without_answering() -> Iterator[int]:
    """A port that takes connections and then says nothing, like a node that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def assert_unavailable_in_time(store: PredictionStore) -> None:
    for call in CALLS:
        started = time.monotonic()
        with pytest.raises(StoreUnavailableError) as caught:
            call(store)
        assert time.monotonic() - started < IN_TIME_SECONDS
        assert "Check" in caught.value.detail
        assert "secret" not in caught.value.detail
    store.close()


def test_cassandra_that_refuses() -> None:
    with listen_without_answering() as port:
        pass
    assert_unavailable_in_time(open_store(Settings(store_url=f"cassandra://user:secret@127.0.0.1:{port}/numberfigure")))


def test_cassandra_that_hangs() -> None:
    with listen_without_answering() as port:
        url = f"cassandra://user:secret@127.0.0.1,127.0.0.2:{port}/numberfigure"
        assert_unavailable_in_time(open_store(Settings(store_url=url)))


def test_cassandra_whose_name_is_unknown() -> None:
    assert_unavailable_in_time(open_store(Settings(store_url="cassandra://nowhere.invalid/numberfigure")))


@pytest.mark.parametrize("make_path", [lambda folder: folder, lambda folder: folder / "file" / "store.db"])
def test_sqlite_that_cannot_be_opened(tmp_path: Path, make_path: Callable[[Path], Path]) -> None:
    (tmp_path / "file").write_text("this is no folder")
    assert_unavailable_in_time(open_store(Settings(store_url=f"sqlite:///{make_path(tmp_path)}")))


def test_sqlite_file_that_is_something_else(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_text("this is no database, and long enough to be seen as none " * 20)
    assert_unavailable_in_time(open_store(Settings(store_url=f"sqlite:///{path}")))
