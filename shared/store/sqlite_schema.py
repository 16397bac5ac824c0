"""The tables and statements of the SQLite store."""

WRITE_VERSION = "PRAGMA user_version = 1"

# `original` is last: SQLite reads a row's pages from its start, so that reading an answer never touches the pictures.
SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS predictions (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    filename TEXT NOT NULL,
    output TEXT NOT NULL,
    label TEXT,
    answer BLOB NOT NULL,
    input BLOB,
    preview BLOB,
    original BLOB
);
CREATE INDEX IF NOT EXISTS predictions_by_owner ON predictions (owner, id DESC);
CREATE TABLE IF NOT EXISTS erased (id TEXT PRIMARY KEY, erased_at INTEGER NOT NULL) WITHOUT ROWID;
{WRITE_VERSION};
COMMIT;
"""

# The label is left alone, so that a correction outlives a second answer.
SAVE = """
INSERT INTO predictions (id, owner, created_at, attempt, filename, output, answer, input, preview, original)
SELECT :id, :owner, :created_at, :attempt, :filename, :output, :answer, :input, :preview, :original
WHERE NOT EXISTS (SELECT 1 FROM erased WHERE id = :id)
ON CONFLICT (id) DO UPDATE SET
    attempt = excluded.attempt, filename = excluded.filename, output = excluded.output, answer = excluded.answer,
    input = excluded.input, preview = excluded.preview, original = excluded.original
WHERE excluded.attempt > predictions.attempt
"""

GET = "SELECT id, owner, answer, label FROM predictions WHERE id = ?"
LIST = "SELECT id, owner, answer, label FROM predictions WHERE owner = ? AND id < ? ORDER BY id DESC LIMIT ?"
GET_PICTURE = {
    "input": "SELECT input FROM predictions WHERE id = ?",
    "preview": "SELECT preview FROM predictions WHERE id = ?",
    "original": "SELECT original FROM predictions WHERE id = ?",
}
SET_LABEL = "UPDATE predictions SET label = ? WHERE id = ?"
ERASE = "DELETE FROM predictions WHERE id = ?"
REMEMBER_ERASED = "INSERT OR IGNORE INTO erased (id, erased_at) VALUES (?, ?)"

# Ids begin with their time, so that what is older than a time sorts before the id that begins with it.
FORGET_PREDICTIONS = "DELETE FROM predictions WHERE id IN (SELECT id FROM predictions WHERE id < ? ORDER BY id LIMIT ?)"
FORGET_ERASED = "DELETE FROM erased WHERE erased_at < ?"
