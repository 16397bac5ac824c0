"""The tables and statements of the Cassandra store: one table for each query, and no ALLOW FILTERING."""

# Rows are written once, in the order of time, and expire: with TimeWindowCompactionStrategy whole files expire at once
# and old ones are never rewritten, where UnifiedCompactionStrategy mixes ages. At most this many windows, since a read
# of a month's history looks into each window of it.
_WINDOWS = 30

# The columns of pictures that every row has. Originals can be 10 MB each and have partitions of their own.
_PREDICTIONS = """
CREATE TABLE IF NOT EXISTS {keyspace}.predictions (
    bucket timestamp,
    shard int,
    id uuid,
    created_at timestamp,
    filename text,
    output text,
    owner text,
    label text,
    answer blob,
    input blob,
    preview blob,
    ink blob,
    PRIMARY KEY ((bucket, shard), id)
) WITH CLUSTERING ORDER BY (id DESC) AND compaction = {compaction}
"""
_HISTORY = """
CREATE TABLE IF NOT EXISTS {keyspace}.history (
    owner text,
    month int,
    id uuid,
    PRIMARY KEY ((owner, month), id)
) WITH CLUSTERING ORDER BY (id DESC) AND compaction = {compaction}
"""
# Which predictions people have labelled; the labels themselves are in `predictions`. People label few, so a month is a
# partition of bounded size.
_LABELLED = """
CREATE TABLE IF NOT EXISTS {keyspace}.labelled (
    month int,
    id uuid,
    model_version text,
    is_right boolean,
    PRIMARY KEY (month, id)
) WITH CLUSTERING ORDER BY (id ASC) AND compaction = {compaction}
"""
# What came in a batch is listed here and not in the history. A batch has 50,000 rows at most (MAX_BATCH_IMAGES), and
# they are small, so it is a partition of bounded size.
_MEMBERS = """
CREATE TABLE IF NOT EXISTS {keyspace}.members (
    batch_id uuid,
    id uuid,
    owner text,
    status text,
    PRIMARY KEY (batch_id, id)
) WITH CLUSTERING ORDER BY (id ASC) AND compaction = {compaction}
"""
_BATCHES = """
CREATE TABLE IF NOT EXISTS {keyspace}.batches (
    owner text,
    month int,
    id uuid,
    PRIMARY KEY ((owner, month), id)
) WITH CLUSTERING ORDER BY (id DESC) AND compaction = {compaction}
"""
_ORIGINALS = """
CREATE TABLE IF NOT EXISTS {keyspace}.originals (
    id uuid PRIMARY KEY,
    picture blob
) WITH compaction = {compaction}
"""
# What tables have that were made before it came. Cassandra knows IF NOT EXISTS here since 4.1.
_UPGRADES = ("ALTER TABLE {keyspace}.predictions ADD IF NOT EXISTS ink blob",)

_KEYSPACE = "CREATE KEYSPACE IF NOT EXISTS {keyspace} WITH replication = {replicas}"


def write_schema(datacenter: str, replication: int, retention_days: int) -> list[str]:
    """Write the statements that create what is missing, `{keyspace}` left open as in all the others.

    Without a datacenter, each one gets the replicas.
    """
    replicas = {"class": "NetworkTopologyStrategy", datacenter or "replication_factor": str(replication)}
    compaction = {
        "class": "TimeWindowCompactionStrategy",
        "compaction_window_unit": "DAYS",
        "compaction_window_size": str(-(-retention_days // _WINDOWS)),
    }
    # A dict of strings is written in Python as a map is in CQL.
    keyspace = _KEYSPACE.replace("{replicas}", str(replicas))
    tables = (_PREDICTIONS, _HISTORY, _LABELLED, _ORIGINALS, _MEMBERS, _BATCHES)
    return [keyspace, *(table.replace("{compaction}", str(compaction)) for table in tables), *_UPGRADES]


# Table names are qualified: Cassandra advises against preparing statements that depend on a keyspace in use.
SAVE = """
INSERT INTO {keyspace}.predictions (bucket, shard, id, created_at, filename, output, owner, answer, input, preview, ink)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?
"""
SAVE_HISTORY = "INSERT INTO {keyspace}.history (owner, month, id) VALUES (?, ?, ?) USING TIMESTAMP ? AND TTL ?"
SAVE_MEMBER = (
    "INSERT INTO {keyspace}.members (batch_id, id, owner, status) VALUES (?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?"
)
SAVE_BATCH = "INSERT INTO {keyspace}.batches (owner, month, id) VALUES (?, ?, ?) USING TIMESTAMP ? AND TTL ?"
SAVE_ORIGINAL = "INSERT INTO {keyspace}.originals (id, picture) VALUES (?, ?) USING TIMESTAMP ? AND TTL ?"

GET = "SELECT owner, answer, label, output FROM {keyspace}.predictions WHERE bucket = ? AND shard = ? AND id = ?"
GET_PICTURE = {
    "input": "SELECT input FROM {keyspace}.predictions WHERE bucket = ? AND shard = ? AND id = ?",
    "preview": "SELECT preview FROM {keyspace}.predictions WHERE bucket = ? AND shard = ? AND id = ?",
    "ink": "SELECT ink FROM {keyspace}.predictions WHERE bucket = ? AND shard = ? AND id = ?",
}
GET_ORIGINAL = "SELECT picture FROM {keyspace}.originals WHERE id = ?"
LIST_NEWEST = "SELECT id FROM {keyspace}.history WHERE owner = ? AND month = ? LIMIT ?"
LIST_BEFORE = "SELECT id FROM {keyspace}.history WHERE owner = ? AND month = ? AND id < ? LIMIT ?"
LIST_MEMBERS = "SELECT id FROM {keyspace}.members WHERE batch_id = ? AND id > ? LIMIT ?"
READ_MEMBERS = "SELECT owner, status FROM {keyspace}.members WHERE batch_id = ?"
LIST_NEWEST_BATCHES = "SELECT id FROM {keyspace}.batches WHERE owner = ? AND month = ? LIMIT ?"
LIST_BATCHES_BEFORE = "SELECT id FROM {keyspace}.batches WHERE owner = ? AND month = ? AND id < ? LIMIT ?"

SET_LABEL = """
UPDATE {keyspace}.predictions USING TIMESTAMP ? AND TTL ? SET label = ? WHERE bucket = ? AND shard = ? AND id = ?
"""
NOTE_LABEL = """
INSERT INTO {keyspace}.labelled (month, id, model_version, is_right) VALUES (?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?
"""
FORGET_LABEL = "DELETE FROM {keyspace}.labelled USING TIMESTAMP ? WHERE month = ? AND id = ?"
LIST_LABELLED = "SELECT id, model_version, is_right FROM {keyspace}.labelled WHERE month = ? AND id > ? LIMIT ?"
ERASE = "DELETE FROM {keyspace}.predictions USING TIMESTAMP ? WHERE bucket = ? AND shard = ? AND id = ?"
ERASE_HISTORY = "DELETE FROM {keyspace}.history USING TIMESTAMP ? WHERE owner = ? AND month = ? AND id = ?"
ERASE_ORIGINAL = "DELETE FROM {keyspace}.originals USING TIMESTAMP ? WHERE id = ?"
ERASE_MEMBER = "DELETE FROM {keyspace}.members USING TIMESTAMP ? WHERE batch_id = ? AND id = ?"
ERASE_MEMBERS = "DELETE FROM {keyspace}.members USING TIMESTAMP ? WHERE batch_id = ?"
ERASE_BATCH = "DELETE FROM {keyspace}.batches USING TIMESTAMP ? WHERE owner = ? AND month = ? AND id = ?"
