"""Which predictions people have labelled, in Cassandra: notes of their ids, as no column can be searched."""

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from shared.ids import read_time_ms
from shared.store import cassandra_schema as cql
from shared.store.cassandra_connection import CassandraConnection, Request
from shared.store.contract import LabelCount, confirms
from shared.store.partitions import month_of, walk_months_back

# Notes that are read at once, and then the rows that they name.
_NOTES_AT_ONCE = 500

_LEAST_ID = UUID(int=0)


def write_note(prediction_id: str, row: Any, label: str | None, lifetime: tuple[int, int]) -> Request:
    """Note that a row of `predictions` has a label, or none any more; `lifetime` is a timestamp and a TTL."""
    month, row_id = month_of(read_time_ms(prediction_id)), UUID(prediction_id)
    if label is None:
        return Request(cql.FORGET_LABEL, [(lifetime[0], month, row_id)])
    version = json.loads(row.answer).get("model_version") or ""
    return Request(cql.NOTE_LABEL, [(month, row_id, version, confirms(label, row.output), *lifetime)])


def ask_notes(month: int, after: UUID) -> Request:
    """Ask for the notes of a month from behind an id, oldest first."""
    return Request(cql.LIST_LABELLED, [(month, after, _NOTES_AT_ONCE)])


def walk_notes(connection: CassandraConnection, oldest_ms: int, after: str | None) -> Iterator[list[Any]]:
    """Yield the notes from behind the id `after`, none older than `oldest_ms`, oldest first, in pages."""
    now_ms = time.time_ns() // 1_000_000
    first_ms = max(oldest_ms, read_time_ms(after)) if after else oldest_ms
    last = UUID(after) if after else _LEAST_ID
    for month in reversed(list(walk_months_back(now_ms, first_ms))):
        notes: list[Any] = []
        while not notes or len(notes) == _NOTES_AT_ONCE:
            [notes] = connection.fetch([ask_notes(month, last)])
            if not notes:
                break
            yield notes
            last = notes[-1].id


def count_notes(pages: Iterable[list[Any]]) -> list[LabelCount]:
    """Count what the notes say of each model."""
    counts = Counter((note.model_version, note.is_right) for notes in pages for note in notes)
    return [LabelCount(*kind, count) for kind, count in sorted(counts.items())]
