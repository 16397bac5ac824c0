"""Predictions in one SQLite file: the embedded store, so that one command runs everything on a laptop."""

import logging
import sqlite3
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from shared.prediction import Status
from shared.store import sqlite_schema as sql
from shared.store.contract import (
    LabelCount,
    Picture,
    PredictionRecord,
    StoredAnswer,
    StoredBatch,
    StoreUnavailableError,
)
from shared.store.sqlite_connection import BUSY_SECONDS, connect

_log = logging.getLogger(__name__)

_DAY_MS = 86_400_000

# What is past its retention is deleted after so many rows saved, twice as many at a time: the purge always wins, and
# no call ever has to delete a great many.
_SAVES_PER_PURGE = 1000
_PURGED_AT_ONCE = 2 * _SAVES_PER_PURGE

# Rows of a batch that one transaction erases.
_ERASED_AT_ONCE = 1000

# Whoever asks whether the store works is waiting for the answer.
_CHECK_MS = 1000

# Sorts behind every id.
_NEWEST = "g"


class SqlitePredictionStore:
    """The PredictionStore on SQLite, for any number of threads and processes of one machine.

    Each call borrows a connection of its own, so that readers never wait for a writer, as WAL allows; a lock around
    one connection would make every reader wait for each sync of the disk. Connections are kept for the next call and
    never shared by two at once; there are as many as calls were ever under way together.
    """

    def __init__(self, path: Path, retention_days: int) -> None:
        self._path = path
        self._retention_ms = retention_days * _DAY_MS
        self._idle: deque[sqlite3.Connection] = deque()
        self._saves_until_purge = 0  # A store that is seldom written forgets with the first answer after a start.

    def create_schema(self) -> None:
        """Create the file and its tables, and forget what is past its retention."""
        self._purge()

    def save(self, records: Sequence[PredictionRecord]) -> None:
        """Write answers in one transaction, synced to the disk on return."""
        with self._write() as connection:
            connection.executemany(sql.SAVE, [_to_row(record) for record in records])
            batches = {record.batch_id: record.owner for record in records if record.batch_id}
            connection.executemany(
                sql.SAVE_BATCH, [{"id": batch_id, "owner": owner} for batch_id, owner in batches.items()]
            )
        self._saves_until_purge -= len(records)
        if self._saves_until_purge <= 0:
            self._saves_until_purge = _SAVES_PER_PURGE
            self._purge()

    def get(self, prediction_id: str) -> StoredAnswer | None:
        """Read one prediction."""
        with self._read() as connection:
            row = connection.execute(sql.GET, (prediction_id,)).fetchone()
        return StoredAnswer(*row) if row else None

    def get_picture(self, prediction_id: str, picture: Picture) -> bytes | None:
        """Read one of its pictures."""
        with self._read() as connection:
            row = connection.execute(sql.GET_PICTURE[picture], (prediction_id,)).fetchone()
        return row[0] if row else None

    def list_by_owner(self, owner: str, limit: int, after: str | None = None) -> list[StoredAnswer]:
        """List an owner's predictions, newest first."""
        with self._read() as connection:
            return [StoredAnswer(*row) for row in connection.execute(sql.LIST, (owner, after or _NEWEST, limit))]

    def set_label(self, prediction_id: str, label: str | None) -> bool:
        """Set or take back a person's correction."""
        with self._write() as connection:
            return connection.execute(sql.SET_LABEL, (label, prediction_id)).rowcount > 0

    def list_labelled(self, limit: int, after: str | None = None) -> list[StoredAnswer]:
        """List all owners' predictions that have a label, oldest first."""
        with self._read() as connection:
            return [StoredAnswer(*row) for row in connection.execute(sql.LIST_LABELLED, (after or "", limit))]

    def count_labels(self) -> list[LabelCount]:
        """Count the labels of each model."""
        with self._read() as connection:
            rows = connection.execute(sql.COUNT_LABELS).fetchall()
        return [LabelCount(version or "", bool(is_right), count) for version, is_right, count in rows]

    def erase(self, prediction_id: str, owner: str, batch_id: str = "") -> None:  # noqa: ARG002 - the id finds the row.
        """Erase a prediction, and remember it as long as anything is kept, so that no late answer brings it back."""
        with self._write() as connection:
            connection.execute(sql.ERASE, (prediction_id,))
            connection.execute(sql.REMEMBER_ERASED, (prediction_id, _now_ms()))

    def read_batch(self, batch_id: str) -> StoredBatch | None:
        """Count what is stored of a batch."""
        with self._read() as connection:
            counts = {Status(status): count for status, count in connection.execute(sql.COUNT_BATCH, (batch_id,))}
            row = connection.execute(sql.GET_OF_BATCH, (batch_id,)).fetchone()
        return StoredBatch(row[0], counts) if row else None

    def list_batch(self, batch_id: str, limit: int, after: str | None = None) -> list[StoredAnswer]:
        """List what is stored of a batch, in order."""
        with self._read() as connection:
            return [StoredAnswer(*row) for row in connection.execute(sql.LIST_BATCH, (batch_id, after or "", limit))]

    def list_batches(self, owner: str, limit: int, after: str | None = None) -> list[str]:
        """List an owner's batches, newest first."""
        with self._read() as connection:
            rows = connection.execute(sql.LIST_BATCHES, (owner, after or _NEWEST, limit))
            return [batch_id for (batch_id,) in rows]

    def erase_batch(self, batch_id: str, owner: str, unfinished: Sequence[str]) -> None:  # noqa: ARG002 - found by its id.
        """Erase a batch, some at a time, so that others may write meanwhile; nothing of it is written any more."""
        with self._write() as connection:
            connection.execute(sql.REMEMBER_ERASED, (batch_id, _now_ms()))
            connection.execute(sql.ERASE_BATCH, (batch_id,))
        erased = _ERASED_AT_ONCE
        while erased == _ERASED_AT_ONCE:
            with self._write() as connection:
                erased = connection.execute(sql.ERASE_SOME_OF_BATCH, (batch_id, _ERASED_AT_ONCE)).rowcount

    def check(self) -> None:
        """Write what is there already: a file that is locked, or whose disk is full, can still be read."""
        with self._read() as connection:
            connection.execute(f"PRAGMA busy_timeout = {_CHECK_MS}")
            connection.execute("BEGIN IMMEDIATE")
            # As it is, whichever version it is.
            [version] = connection.execute(sql.READ_VERSION).fetchone()
            connection.execute(f"{sql.READ_VERSION} = {version}")
            connection.execute("COMMIT")
            connection.execute(f"PRAGMA busy_timeout = {round(1000 * BUSY_SECONDS)}")

    def close(self) -> None:
        """Close the connections that no call is using."""
        while self._idle:
            self._idle.pop().close()

    def _purge(self) -> None:
        """Delete some of what is past its retention."""
        oldest_ms = _now_ms() - self._retention_ms
        with self._write() as connection:
            connection.execute(sql.FORGET_PREDICTIONS, (_make_id_prefix(oldest_ms), _PURGED_AT_ONCE))
            connection.execute(sql.FORGET_BATCHES, (_make_id_prefix(oldest_ms),))
            connection.execute(sql.FORGET_ERASED, (oldest_ms,))

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection; one that met an error is not used again, and no error of SQLite's gets out."""
        try:
            connection = self._take()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
        except (sqlite3.Error, OSError) as error:
            _log.warning("SQLite at %s: %s", self._path, error)
            raise StoreUnavailableError(
                f"The database file cannot be used ({_describe(error)}). Check that its disk has room and that its "
                "folder can be written; another program may hold it locked."
            ) from error
        self._idle.append(connection)

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return connect(self._path)

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection inside a transaction, which takes the write lock at once and so never fails half-way."""
        with self._read() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")


def _to_row(record: PredictionRecord) -> dict[str, str | int | bytes | None]:
    return {
        "id": record.prediction_id,
        "owner": record.owner,
        "created_at": record.accepted_ms,
        "attempt": record.attempt,
        "filename": record.filename,
        "output": record.output,
        "status": record.status.value,
        "batch": record.batch_id or None,
        "answer": record.answer,
        **{picture: record.pictures.get(picture) for picture in Picture},
    }


def _make_id_prefix(time_ms: int) -> str:
    """Write a time the way ids of that time begin."""
    digits = f"{max(time_ms, 0):012x}"
    return f"{digits[:8]}-{digits[8:]}"


def _describe(error: sqlite3.Error | OSError) -> str:
    """Say what went wrong without the path, which is nobody's business outside."""
    return error.strerror or "" if isinstance(error, OSError) else str(error)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
