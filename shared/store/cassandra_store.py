"""Predictions in Cassandra: the production store."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from shared.ids import is_prediction_id, read_time_ms
from shared.store import cassandra_schema as cql
from shared.store.cassandra_batches import count_members, list_members, read_batch_id, save_batch, to_member
from shared.store.cassandra_connection import CassandraConnection, Request
from shared.store.cassandra_labels import ask_notes, count_notes, walk_notes, write_note
from shared.store.cassandra_url import CassandraAddress
from shared.store.contract import LabelCount, Picture, PredictionRecord, StoredAnswer, StoredBatch
from shared.store.partitions import RowKey, locate_row, month_of, walk_months_back

_log = logging.getLogger(__name__)

_DAY_MS = 86_400_000

# A correction or an erasure counts as made this much later, so that it wins over an answer stamped by a clock that is
# ahead. Nothing else has a timestamp of the present, so nothing can be in between.
_CLOCK_MARGIN_US = 60_000_000

# Half a segment of the commit log, 16 MiB, is the largest mutation that Cassandra takes; a batch stays far below it.
_BATCH_BYTES = 1_000_000
_ORIGINAL_BYTES = 15_000_000

# Entries of histories that go in one batch: a request each would cost Cassandra as much as the answers themselves. It
# warns of batches over more partitions than ten.
_ENTRIES_TOGETHER = 10

# Of a history, the months that are read at once: with the default retention, all of them.
_MONTHS_AT_ONCE = 13

# Of a batch, those that are erased at once.
_ERASED_AT_ONCE = 500


class Listing(NamedTuple):
    """The statements that list what an owner has in a month, newest first."""

    newest: str
    before: str


HISTORY = Listing(cql.LIST_NEWEST, cql.LIST_BEFORE)
BATCHES = Listing(cql.LIST_NEWEST_BATCHES, cql.LIST_BATCHES_BEFORE)

# No prediction has this key, but reading it asks as many nodes as reading any other.
_NOBODY = RowKey(0, 0, UUID(int=0))


class CassandraPredictionStore:
    """The PredictionStore on Cassandra.

    Answers carry a timestamp fixed when they were accepted, plus their attempt, so that Cassandra itself lets the
    later attempt win whatever the order of arrival, and so that a second write of the same changes nothing.
    Corrections and erasures carry the present, which is later: an erasure lasts as a tombstone for ten days
    (gc_grace_seconds), longer than any answer can be late.
    """

    def __init__(self, address: CassandraAddress, retention_days: int) -> None:
        self._connection = CassandraConnection(address)
        self._schema = cql.write_schema(address.datacenter, address.replication, retention_days)
        self._retention_ms = retention_days * _DAY_MS

    def create_schema(self) -> None:
        """Create the keyspace and the tables."""
        self._connection.create_schema(self._schema)

    def save(self, records: Sequence[PredictionRecord]) -> None:
        """Write answers, those of one partition in one batch, entries of several histories too, all batches at once."""
        rows, history, members = defaultdict(list), defaultdict(list), defaultdict(list)
        batches: dict[str, str] = {}
        originals = []
        for record in records:
            key = locate_row(record.prediction_id)
            lifetime = (record.accepted_ms * 1000 + record.attempt, self._remaining_seconds(record.prediction_id))
            rows[key.bucket_ms, key.shard].append((*key, *_to_columns(record), *lifetime))
            if record.batch_id:
                members[record.batch_id].append(to_member(record, lifetime))
                batches[record.batch_id] = record.owner
            else:
                month = month_of(read_time_ms(record.prediction_id))
                history[record.owner, month].append((record.owner, month, key.id, *lifetime))
            original = record.pictures.get(Picture.ORIGINAL)
            if original and len(original) > _ORIGINAL_BYTES:
                _log.warning("prediction %s is kept without its original, too large at %d bytes", key.id, len(original))
            elif original:
                originals.append((key.id, original, *lifetime))
        self._connection.fetch(
            [Request(cql.SAVE, batch) for partition in rows.values() for batch in _cut(partition)]
            + [Request(cql.SAVE_HISTORY, batch) for batch in _gather(history.values())]
            + [Request(cql.SAVE_MEMBER, some) for some in members.values()]
            + [save_batch(batch_id, owner, self._remaining_seconds(batch_id)) for batch_id, owner in batches.items()]
            + [Request(cql.SAVE_ORIGINAL, [original]) for original in originals]
        )

    def get(self, prediction_id: str) -> StoredAnswer | None:
        """Read one prediction."""
        return next(iter(self._get_all([prediction_id])), None) if is_prediction_id(prediction_id) else None

    def get_picture(self, prediction_id: str, picture: Picture) -> bytes | None:
        """Read one of its pictures."""
        if not is_prediction_id(prediction_id):
            return None
        key = locate_row(prediction_id)
        if picture is Picture.ORIGINAL:
            request = Request(cql.GET_ORIGINAL, [(key.id,)])
        else:
            request = Request(cql.GET_PICTURE[picture], [key])
        [rows] = self._connection.fetch([request])
        return (rows[0][0] or None) if rows else None

    def list_by_owner(self, owner: str, limit: int, after: str | None = None) -> list[StoredAnswer]:
        """List an owner's predictions, newest first."""
        return self._list(lambda wanted, last: self._list_ids(HISTORY, owner, wanted, last), limit, after)

    def read_batch(self, batch_id: str) -> StoredBatch | None:
        """Count what is stored of a batch."""
        return count_members(self._connection, batch_id) if is_prediction_id(batch_id) else None

    def list_batch(self, batch_id: str, limit: int, after: str | None = None) -> list[StoredAnswer]:
        """List what is stored of a batch, in order."""
        if not is_prediction_id(batch_id):
            return []
        return self._list(lambda wanted, last: list_members(self._connection, batch_id, wanted, last), limit, after)

    def list_batches(self, owner: str, limit: int, after: str | None = None) -> list[str]:
        """List an owner's batches, newest first."""
        return self._list_ids(BATCHES, owner, limit, after)

    def set_label(self, prediction_id: str, label: str | None) -> bool:
        """Set or take back a person's correction; reads first, for an UPDATE would make a row that is none."""
        row = self._get_row(prediction_id)
        if row is None:
            return False
        key, lifetime = locate_row(prediction_id), (_present_us(), self._remaining_seconds(prediction_id))
        note = write_note(prediction_id, row, label, lifetime)
        self._connection.fetch([Request(cql.SET_LABEL, [(*lifetime, label, *key)]), note])
        return True

    def list_labelled(self, limit: int, after: str | None = None) -> list[StoredAnswer]:
        """List all owners' predictions that have a label, oldest first."""
        found: list[StoredAnswer] = []
        for notes in walk_notes(self._connection, self._oldest_ms(), after):
            answers = self._get_all([str(note.id) for note in notes])
            # A note may have outlived its label, when one of two writes failed.
            found += [answer for answer in answers if answer.label is not None]
            if len(found) >= limit:
                break
        return found[:limit]

    def count_labels(self) -> list[LabelCount]:
        """Count the labels of each model, by the notes alone."""
        return count_notes(walk_notes(self._connection, self._oldest_ms(), None))

    def erase(self, prediction_id: str, owner: str, batch_id: str = "") -> None:
        """Erase a prediction from all tables."""
        if not is_prediction_id(prediction_id):
            return
        now, key, month = _present_us(), locate_row(prediction_id), month_of(read_time_ms(prediction_id))
        requests = [Request(cql.ERASE, [(now, *key)]), Request(cql.ERASE_ORIGINAL, [(now, key.id)])]
        # Asked first: a tombstone for each erasure would soon be more than Cassandra reads past in one partition.
        row = self._get_row(prediction_id)
        if row is not None and row.label is not None:
            requests.append(write_note(prediction_id, row, None, (now, 0)))
        if batch_id := batch_id or (read_batch_id(row.answer) if row else ""):
            requests.append(Request(cql.ERASE_MEMBER, [(now, UUID(batch_id), key.id)]))
        else:
            requests.append(Request(cql.ERASE_HISTORY, [(now, owner, month, key.id)]))
        self._connection.fetch(requests)

    def erase_batch(self, batch_id: str, owner: str, unfinished: Sequence[str]) -> None:
        """Erase a batch from all tables; what lists it last, so that where this is interrupted it can be repeated."""
        if not is_prediction_id(batch_id):
            return
        now = _present_us()
        after, ids = None, list(unfinished)
        while ids or after is None:
            self._erase_all(ids, now)
            ids = list_members(self._connection, batch_id, _ERASED_AT_ONCE, after)
            after = ids[-1] if ids else ""
        month = month_of(read_time_ms(batch_id))
        self._connection.fetch(
            [
                Request(cql.ERASE_MEMBERS, [(now, UUID(batch_id))]),
                Request(cql.ERASE_BATCH, [(now, owner, month, UUID(batch_id))]),
            ]
        )

    def check(self) -> None:
        """Ask all tables, at the consistency that answers are read at. Raises MissingTablesError where one is not."""
        nothing = [
            Request(cql.GET, [_NOBODY]),
            # The youngest of the columns.
            Request(cql.GET_PICTURE[Picture.INK], [_NOBODY]),
            Request(cql.GET_ORIGINAL, [(_NOBODY.id,)]),
            ask_notes(0, _NOBODY.id),
            Request(cql.LIST_MEMBERS, [(_NOBODY.id, _NOBODY.id, 1)]),
            *(_ask_month(listing, "nobody", 0, 1, None) for listing in (HISTORY, BATCHES)),
        ]
        self._connection.fetch(nothing)

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _list(
        self, list_ids: Callable[[int, str | None], list[str]], limit: int, after: str | None
    ) -> list[StoredAnswer]:
        """List the answers whose ids a table lists."""
        answers: list[StoredAnswer] = []
        while len(answers) < limit:
            wanted = limit - len(answers)
            ids = list_ids(wanted, after)
            answers += self._get_all(ids)
            if len(ids) < wanted:
                break
            # An id may be without a row, when one of two writes failed; more ids then make the list full.
            after = ids[-1]
        return answers

    def _erase_all(self, prediction_ids: Sequence[str], now: int) -> None:
        """Erase rows, their originals, and the notes of their labels."""
        rows = defaultdict(list)
        for prediction_id in prediction_ids:
            key = locate_row(prediction_id)
            rows[key.bucket_ms, key.shard].append((now, *key))
        notes = [
            write_note(answer.prediction_id, answer, None, (now, 0))
            for answer in self._get_all(prediction_ids)
            if answer.label is not None
        ]
        self._connection.fetch(
            [Request(cql.ERASE, some) for some in rows.values()]
            + [Request(cql.ERASE_ORIGINAL, [(now, UUID(prediction_id))]) for prediction_id in prediction_ids]
            + notes
        )

    def _get_all(self, prediction_ids: Sequence[str]) -> list[StoredAnswer]:
        """Read those that there are; a row that holds a late correction and no answer was erased or has expired."""
        found = self._connection.fetch(
            [Request(cql.GET, [locate_row(prediction_id)]) for prediction_id in prediction_ids]
        )
        return [
            StoredAnswer(prediction_id, row.owner, row.answer, row.label)
            for prediction_id, rows in zip(prediction_ids, found, strict=True)
            for row in rows
            if row.answer is not None
        ]

    def _get_row(self, prediction_id: str) -> Any:
        """Read the columns of one prediction that has an answer."""
        if not is_prediction_id(prediction_id):
            return None
        [rows] = self._connection.fetch([Request(cql.GET, [locate_row(prediction_id)])])
        return next((row for row in rows if row.answer is not None), None)

    def _list_ids(self, listing: Listing, owner: str, limit: int, after: str | None) -> list[str]:
        """List the ids that an owner has there, newest first, from behind `after` back to the end of the retention."""
        now_ms = _present_us() // 1000
        newest_ms = min(now_ms, read_time_ms(after)) if after else now_ms
        months = walk_months_back(newest_ms, now_ms - self._retention_ms)
        ids: list[str] = []
        while len(ids) < limit and (some := list(islice(months, _MONTHS_AT_ONCE))):
            for rows in self._connection.fetch([_ask_month(listing, owner, month, limit, after) for month in some]):
                ids += [str(row.id) for row in rows]
        return ids[:limit]

    def _oldest_ms(self) -> int:
        return time.time_ns() // 1_000_000 - self._retention_ms

    def _remaining_seconds(self, prediction_id: str) -> int:
        """Tell how long a prediction is yet to be kept; at least a second, since 0 would mean for ever."""
        age_ms = max(0, time.time_ns() // 1_000_000 - read_time_ms(prediction_id))
        return max(1, (self._retention_ms - age_ms) // 1000)


def _ask_month(listing: Listing, owner: str, month: int, limit: int, after: str | None) -> Request:
    if after is None:
        return Request(listing.newest, [(owner, month, limit)])
    return Request(listing.before, [(owner, month, UUID(after), limit)])


def _to_columns(record: PredictionRecord) -> tuple[Any, ...]:
    """List the columns from created_at on; a missing picture is written empty, for a null would be a tombstone."""
    pictures = (record.pictures.get(picture, b"") for picture in (Picture.INPUT, Picture.PREVIEW, Picture.INK))
    return record.accepted_ms, record.filename, record.output, record.owner, record.answer, *pictures


def _cut(rows: Sequence[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """Cut the rows of one partition into batches of bounded size."""
    batch: list[tuple[Any, ...]] = []
    size = 0
    for row in rows:
        row_size = sum(len(value) for value in row if isinstance(value, bytes))
        if batch and size + row_size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += row_size
    yield batch


def _gather(partitions: Iterable[list[tuple[Any, ...]]]) -> Iterator[list[tuple[Any, ...]]]:
    """Gather the small rows of several partitions into batches; one of many rows is a batch by itself."""
    batch: list[tuple[Any, ...]] = []
    for rows in partitions:
        if batch and len(batch) + len(rows) > _ENTRIES_TOGETHER:
            yield batch
            batch = []
        batch = batch + rows
    if batch:
        yield batch


def _present_us() -> int:
    return time.time_ns() // 1000 + _CLOCK_MARGIN_US
