"""The tables and statements of the SQLite store."""

VERSION = 3
READ_VERSION = "PRAGMA user_version"
WRITE_VERSION = f"PRAGMA user_version = {VERSION}"

# All of it may be repeated: during a rolling restart processes of two versions use one file.
# `original` is last: SQLite reads a row's pages from its start, so that reading an answer never touches the pictures.
TABLES = (
    """
CREATE TABLE IF NOT EXISTS predictions (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    filename TEXT NOT NULL,
    output TEXT NOT NULL,
    status TEXT,
    batch TEXT,
    label TEXT,
    answer BLOB NOT NULL,
    input BLOB,
    preview BLOB,
    ink BLOB,
    original BLOB
)
""",
    "CREATE TABLE IF NOT EXISTS erased (id TEXT PRIMARY KEY, erased_at INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS batches (id TEXT PRIMARY KEY, owner TEXT NOT NULL) WITHOUT ROWID",
)
# A history lists what came in no batch, and a batch its own, so that each row is in one index of the two.
INDICES = (
    "DROP INDEX IF EXISTS predictions_by_owner",
    "CREATE INDEX IF NOT EXISTS predictions_in_history ON predictions (owner, id DESC) WHERE batch IS NULL",
    "CREATE INDEX IF NOT EXISTS predictions_in_batch ON predictions (batch, id, status) WHERE batch IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS batches_by_owner ON batches (owner, id DESC)",
    "CREATE INDEX IF NOT EXISTS predictions_labelled ON predictions (id) WHERE label IS NOT NULL",
)
# What a table of an earlier version lacks.
LIST_COLUMNS = "SELECT name FROM pragma_table_info('predictions')"
ADDED_COLUMNS = {
    "ink": "ALTER TABLE predictions ADD COLUMN ink BLOB",
    "status": "ALTER TABLE predictions ADD COLUMN status TEXT",
    "batch": "ALTER TABLE predictions ADD COLUMN batch TEXT",
}

# The label is left alone, so that a correction outlives a second answer.
SAVE = """
INSERT INTO predictions
    (id, owner, created_at, attempt, filename, output, status, batch, answer, input, preview, ink, original)
SELECT
    :id, :owner, :created_at, :attempt, :filename, :output, :status, :batch, :answer, :input, :preview, :ink, :original
WHERE NOT EXISTS (SELECT 1 FROM erased WHERE id IN (:id, :batch))
ON CONFLICT (id) DO UPDATE SET
    attempt = excluded.attempt, filename = excluded.filename, output = excluded.output, status = excluded.status,
    answer = excluded.answer, input = excluded.input, preview = excluded.preview, ink = excluded.ink,
    original = excluded.original
WHERE excluded.attempt > predictions.attempt
"""

SAVE_BATCH = """
INSERT OR IGNORE INTO batches (id, owner) SELECT :id, :owner WHERE NOT EXISTS (SELECT 1 FROM erased WHERE id = :id)
"""

GET = "SELECT id, owner, answer, label FROM predictions WHERE id = ?"
LIST = """
SELECT id, owner, answer, label FROM predictions WHERE owner = ? AND batch IS NULL AND id < ? ORDER BY id DESC LIMIT ?
"""
LIST_BATCH = "SELECT id, owner, answer, label FROM predictions WHERE batch = ? AND id > ? ORDER BY id LIMIT ?"
COUNT_BATCH = "SELECT status, COUNT(*) FROM predictions WHERE batch = ? GROUP BY status"
GET_OF_BATCH = "SELECT owner FROM predictions WHERE batch = ? ORDER BY id LIMIT 1"
LIST_BATCHES = "SELECT id FROM batches WHERE owner = ? AND id < ? ORDER BY id DESC LIMIT ?"
GET_PICTURE = {
    "input": "SELECT input FROM predictions WHERE id = ?",
    "preview": "SELECT preview FROM predictions WHERE id = ?",
    "ink": "SELECT ink FROM predictions WHERE id = ?",
    "original": "SELECT original FROM predictions WHERE id = ?",
}
SET_LABEL = "UPDATE predictions SET label = ? WHERE id = ?"
LIST_LABELLED = """
SELECT id, owner, answer, label FROM predictions WHERE label IS NOT NULL AND id > ? ORDER BY id LIMIT ?
"""
# Given a blob, SQLite's JSON functions would take it for their own binary form.
COUNT_LABELS = """
SELECT
    json_extract(CAST(answer AS TEXT), '$.model_version'), REPLACE(label, ' ', '') = REPLACE(output, ' ', ''), COUNT(*)
FROM predictions WHERE label IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""
ERASE = "DELETE FROM predictions WHERE id = ?"
ERASE_SOME_OF_BATCH = """
DELETE FROM predictions WHERE id IN (SELECT id FROM predictions WHERE batch = ? ORDER BY id LIMIT ?)
"""
ERASE_BATCH = "DELETE FROM batches WHERE id = ?"
REMEMBER_ERASED = "INSERT OR IGNORE INTO erased (id, erased_at) VALUES (?, ?)"

# Ids begin with their time, so that what is older than a time sorts before the id that begins with it.
FORGET_PREDICTIONS = "DELETE FROM predictions WHERE id IN (SELECT id FROM predictions WHERE id < ? ORDER BY id LIMIT ?)"
FORGET_ERASED = "DELETE FROM erased WHERE erased_at < ?"
FORGET_BATCHES = "DELETE FROM batches WHERE id < ?"
