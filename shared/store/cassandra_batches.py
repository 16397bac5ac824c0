"""What came in batches, in Cassandra: which predictions a batch has, and which batches an owner."""

import json
from collections import Counter
from typing import Any
from uuid import UUID

from shared.ids import read_time_ms
from shared.prediction import Status
from shared.store import cassandra_schema as cql
from shared.store.cassandra_connection import CassandraConnection, Request
from shared.store.contract import PredictionRecord, StoredBatch
from shared.store.partitions import month_of

_LEAST_ID = UUID(int=0)


def to_member(record: PredictionRecord, lifetime: tuple[int, int]) -> tuple[Any, ...]:
    """List the columns of a prediction among its batch's; `lifetime` is a timestamp and a TTL."""
    return UUID(record.batch_id), UUID(record.prediction_id), record.owner, record.status.value, *lifetime


def save_batch(batch_id: str, owner: str, seconds: int) -> Request:
    """Note that an owner has a batch, as of when it began, so that an erasure wins; done with each of its answers."""
    began_ms = read_time_ms(batch_id)
    return Request(cql.SAVE_BATCH, [(owner, month_of(began_ms), UUID(batch_id), began_ms * 1000, seconds)])


def count_members(connection: CassandraConnection, batch_id: str) -> StoredBatch | None:
    """Count a batch's predictions by their status; None when there are none."""
    [rows] = connection.fetch([Request(cql.READ_MEMBERS, [(UUID(batch_id),)])])
    counts = Counter(Status(row.status) for row in rows)
    return StoredBatch(rows[0].owner, counts) if rows else None


def list_members(connection: CassandraConnection, batch_id: str, limit: int, after: str | None) -> list[str]:
    """List the ids of a batch's predictions in order, from behind the id `after`."""
    last = UUID(after) if after else _LEAST_ID
    [rows] = connection.fetch([Request(cql.LIST_MEMBERS, [(UUID(batch_id), last, limit)])])
    return [str(row.id) for row in rows]


def read_batch_id(answer: bytes) -> str:
    """Read which batch an answer came in; empty when it came alone."""
    return str(json.loads(answer).get("batch") or "")
