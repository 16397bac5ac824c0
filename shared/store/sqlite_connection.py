"""Opening the SQLite file so that an answer acknowledged is an answer kept."""

import sqlite3
import time
from pathlib import Path

from shared.store.sqlite_schema import (
    ADDED_COLUMNS,
    INDICES,
    LIST_COLUMNS,
    READ_VERSION,
    TABLES,
    VERSION,
    WRITE_VERSION,
)

# How long a call waits for another process's transaction; those take milliseconds.
BUSY_SECONDS = 5.0


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, making it, its folder and its tables when they are not there yet.

    Transactions are begun and ended by hand (isolation_level None). One thread at a time uses the connection, but not
    always the same one, which SQLite allows and Python must be told.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        _enter_wal_mode(connection)
        # FULL syncs the log at each commit. NORMAL would not, and lose acknowledged answers when the power fails.
        connection.execute("PRAGMA synchronous = FULL")
        # What is deleted is overwritten, not only forgotten: people were told that it is gone.
        connection.execute("PRAGMA secure_delete = ON")
        if connection.execute(READ_VERSION).fetchone()[0] < VERSION:
            _upgrade(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _enter_wal_mode(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work at the same time.

    Of several processes that switch a new file at once, SQLite refuses all but one at once, without waiting.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _upgrade(connection: sqlite3.Connection) -> None:
    """Make the tables, or bring those of an earlier version up to date, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in TABLES:
        connection.execute(statement)
    present = {name for (name,) in connection.execute(LIST_COLUMNS)}
    for name, statement in ADDED_COLUMNS.items():
        if name not in present:
            connection.execute(statement)
    for statement in INDICES:
        connection.execute(statement)
    connection.execute(WRITE_VERSION)
    connection.execute("COMMIT")
