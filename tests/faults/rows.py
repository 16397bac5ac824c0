"""What the store holds, read past the code that wrote it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from tests.faults.site import KEYSPACE, Site
from tests.support.cassandra.fixtures import open_cql

ROWS = "SELECT id, filename, output FROM predictions"
CASSANDRA_ROWS = ROWS.replace("predictions", f"{KEYSPACE}.predictions")
PAGE_ROWS = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table of predictions."""

    prediction_id: str
    filename: str
    output: str


def read_rows(site: Site) -> list[Row]:
    """Read all rows."""
    return list(_read_cassandra(site) if site.cluster else _read_sqlite(site))


def _read_sqlite(site: Site) -> Iterator[Row]:
    with closing(sqlite3.connect(site.settings.effective_store_url.removeprefix("sqlite:///"))) as database:
        yield from (Row(*columns) for columns in database.execute(ROWS))


def _read_cassandra(site: Site) -> Iterator[Row]:
    assert site.cluster
    with open_cql(site.cluster) as session:
        session.default_fetch_size = PAGE_ROWS
        yield from (Row(str(row.id), row.filename, row.output) for row in session.execute(CASSANDRA_ROWS))
