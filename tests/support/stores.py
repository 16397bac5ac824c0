"""Stores as the contract's tests see them: a real SQLite file and a real Cassandra."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.ids import make_prediction_id
from shared.settings import Settings
from shared.store.contract import Picture, PredictionRecord, PredictionStore
from shared.store.opening import open_store
from tests.support.cassandra.fixtures import open_cql


@dataclass(frozen=True)
class Subject:
    """A store, and a way to count an owner's rows that is not the store's own."""

    store: PredictionStore
    count_rows: Callable[[str], int]


def make_sqlite(folder: Path) -> Subject:
    """Make a store on a file that is not there yet."""
    path = folder / "not yet there" / "store.db"

    def count_rows(owner: str) -> int:
        connection = sqlite3.connect(path)
        [count] = connection.execute("SELECT COUNT(*) FROM predictions WHERE owner = ?", (owner,)).fetchone()
        connection.close()
        return int(count)

    return Subject(open_store(Settings(store_url=f"sqlite:///{path}")), count_rows)


def make_cassandra(request: pytest.FixtureRequest) -> Subject:
    """Make a store on a keyspace that is not there yet."""
    node, keyspace = request.getfixturevalue("cassandra_node"), request.getfixturevalue("cassandra_keyspace")

    def count_rows(owner: str) -> int:
        with open_cql(node) as cql:
            return [row.owner for row in cql.execute(f"SELECT owner FROM {keyspace}.predictions")].count(owner)  # noqa: S608

    return Subject(open_store(Settings(store_url=request.getfixturevalue("cassandra_url"))), count_rows)


def make_record(owner: str, prediction_id: str | None = None, attempt: int = 1, number: str = "7") -> PredictionRecord:
    """Make an answer that was accepted when its id says."""
    prediction_id = prediction_id or make_prediction_id()
    return PredictionRecord(
        prediction_id=prediction_id,
        owner=owner,
        accepted_ms=int(prediction_id.replace("-", "")[:12], 16),
        attempt=attempt,
        filename="seven.png",
        output=number,
        answer=f'{{"number": "{number}"}}'.encode(),
        pictures={Picture.INPUT: b"input of " + number.encode(), Picture.PREVIEW: b"preview", Picture.INK: b"ink"},
    )
