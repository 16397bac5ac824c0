"""What only the SQLite store has: one file for many processes, and a purge."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shared.ids import make_prediction_id
from shared.store import sqlite_connection
from shared.store.contract import Picture, PredictionRecord, StoreUnavailableError
from shared.store.sqlite_store import SqlitePredictionStore

ROOT = Path(__file__).parents[4]
DAY_MS = 86_400_000


def make_record(time_ms: int) -> PredictionRecord:
    return PredictionRecord(make_prediction_id(time_ms), "owner", time_ms, 1, "seven.png", "7", b"{}", {})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlitePredictionStore]:
    made = SqlitePredictionStore(tmp_path / "store.db", retention_days=30)
    yield made
    made.close()


def test_forgets_what_is_past_its_retention(store: SqlitePredictionStore) -> None:
    now_ms = time.time_ns() // 1_000_000
    old, young = make_record(now_ms - 31 * DAY_MS), make_record(now_ms - 29 * DAY_MS)
    store.save([old, young])
    store.create_schema()
    assert [each.prediction_id for each in store.list_by_owner("owner", 10)] == [young.prediction_id]


def test_forgets_while_it_saves(store: SqlitePredictionStore) -> None:
    now_ms = time.time_ns() // 1_000_000
    store.save([make_record(now_ms - 31 * DAY_MS) for _ in range(600)])
    store.save([make_record(now_ms) for _ in range(600)])
    assert len(store.list_by_owner("owner", 2000)) == 600


def test_a_commit_is_synced_to_the_disk(tmp_path: Path) -> None:
    connection = sqlite_connection.connect(tmp_path / "store.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    connection.close()


def test_a_lock_held_too_long_is_unavailable(
    store: SqlitePredictionStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_connection, "BUSY_SECONDS", 0.1)
    store.create_schema()
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailableError, match="locked"):
        store.save([make_record(time.time_ns() // 1_000_000)])
    with pytest.raises(StoreUnavailableError, match="locked"):
        store.check()
    assert store.list_by_owner("owner", 10) == []
    other.execute("ROLLBACK")
    other.close()
    store.save([make_record(time.time_ns() // 1_000_000)])


def test_a_full_disk_is_unavailable_and_leaves_nothing_half_done(store: SqlitePredictionStore) -> None:
    store.create_schema()
    [connection] = store._idle
    connection.execute("PRAGMA max_page_count = 20")
    now_ms = time.time_ns() // 1_000_000
    with pytest.raises(StoreUnavailableError, match="full"):
        store.save([make_record(now_ms) for _ in range(1000)])
    assert store.list_by_owner("owner", 10) == []


def test_processes_may_begin_together(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from shared.ids import make_prediction_id\n"
        "from shared.store.contract import PredictionRecord\n"
        "from shared.store.sqlite_store import SqlitePredictionStore\n"
        "store = SqlitePredictionStore(Path(sys.argv[1]), 30)\n"
        "for _ in range(20): store.save([PredictionRecord(make_prediction_id(), 'owner', 1, 1, '', '', b'', {})])\n"
        "store.close()"
    )
    path = tmp_path / "store.db"
    command = [sys.executable, "-c", code, str(path)]
    processes = [subprocess.Popen(command, env={"PYTHONPATH": str(ROOT)}) for _ in range(4)]
    assert [process.wait(60) for process in processes] == [0, 0, 0, 0]
    store = SqlitePredictionStore(path, 30)
    assert len(store.list_by_owner("owner", 100)) == 80
    store.close()


# As the first version made it.
FIRST_TABLES = """
CREATE TABLE predictions (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, created_at INTEGER NOT NULL, attempt INTEGER NOT NULL,
    filename TEXT NOT NULL, output TEXT NOT NULL, label TEXT, answer BLOB NOT NULL, input BLOB, preview BLOB,
    original BLOB
);
CREATE INDEX predictions_by_owner ON predictions (owner, id DESC);
CREATE TABLE erased (id TEXT PRIMARY KEY, erased_at INTEGER NOT NULL) WITHOUT ROWID;
PRAGMA user_version = 1;
"""


def test_a_file_of_the_first_version_is_brought_up_to_date(store: SqlitePredictionStore, tmp_path: Path) -> None:
    now_ms = time.time_ns() // 1_000_000
    old, new = make_record(now_ms), replace(make_record(now_ms), pictures={Picture.INK: b"ink"})
    file = sqlite3.connect(tmp_path / "store.db")
    file.executescript(FIRST_TABLES)
    columns = "(id, owner, created_at, attempt, filename, output, answer, preview)"
    row = (old.prediction_id, "owner", now_ms, 1, "seven.png", "7", b"{}", b"preview")
    file.execute(f"INSERT INTO predictions {columns} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
    file.commit()
    store.save([new])
    assert store.get_picture(old.prediction_id, Picture.PREVIEW) == b"preview"
    assert store.get_picture(old.prediction_id, Picture.INK) is None
    assert store.get_picture(new.prediction_id, Picture.INK) == b"ink"
    # A process of the first version that still runs writes its number while it looks whether the file can be written.
    file.execute("PRAGMA user_version = 1")
    file.close()
    again = SqlitePredictionStore(tmp_path / "store.db", retention_days=30)
    again.check()
    assert again.get_picture(new.prediction_id, Picture.INK) == b"ink"
    assert again.set_label(old.prediction_id, "1")
    again.close()
