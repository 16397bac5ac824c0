"""What only the Cassandra store has: its tables, its times to live, and a cluster that goes and comes back."""

import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from cassandra.cluster import Session

from shared.ids import make_prediction_id
from shared.settings import Settings
from shared.store.contract import MissingTablesError, Picture, PredictionRecord, PredictionStore, StoreUnavailableError
from shared.store.opening import open_store
from shared.store.partitions import locate_row
from tests.support.cassandra.fixtures import SCHEMA_SECONDS, wait_until_it_answers
from tests.support.cassandra.node import CassandraNode

DAY_MS = 86_400_000
IN_TIME_SECONDS = 8


@pytest.fixture
def store(cassandra_url: str) -> Iterator[PredictionStore]:
    made = open_store(Settings(store_url=cassandra_url, retention_days=365))
    made.create_schema()
    wait_until_it_answers(made)
    yield made
    made.close()


def make_record(time_ms: int | None = None) -> PredictionRecord:
    now_ms = time_ms or time.time_ns() // 1_000_000
    pictures = {Picture.INPUT: b"input"}
    return PredictionRecord(make_prediction_id(now_ms), "owner", now_ms, 1, "seven.png", "7", b"{}", pictures)


def test_operators_read_the_table(store: PredictionStore, cql: Session, cassandra_keyspace: str) -> None:
    record = make_record()
    store.save([record])
    rows = cql.execute(f"SELECT id, created_at, filename, output FROM {cassandra_keyspace}.predictions")  # noqa: S608
    [row] = [row for row in rows if str(row.id) == record.prediction_id]
    assert (row.filename, row.output) == ("seven.png", "7")
    accepted = datetime.fromtimestamp(record.accepted_ms / 1000, UTC).replace(tzinfo=None)
    assert abs((row.created_at - accepted).total_seconds()) < 0.001


def test_operators_list_a_partition_newest_first(store: PredictionStore, cql: Session, cassandra_keyspace: str) -> None:
    slice_begin_ms = time.time_ns() // 1_000_000 // 250 * 250
    records = [make_record(slice_begin_ms + offset) for offset in (0, 1, 1, 1, 2, 249)]
    store.save(records)
    [(bucket, shard)] = {locate_row(record.prediction_id)[:2] for record in records}
    query = f"SELECT id FROM {cassandra_keyspace}.predictions WHERE bucket = %s AND shard = %s"  # noqa: S608
    read = [str(row.id) for row in cql.execute(query, (bucket, shard))]
    ours = {record.prediction_id for record in records}
    assert [each for each in read if each in ours] == sorted(ours, reverse=True)


def test_rows_live_as_long_as_the_retention(store: PredictionStore, cql: Session, cassandra_keyspace: str) -> None:
    record = make_record(time.time_ns() // 1_000_000 - 364 * DAY_MS)
    store.save([record])
    store.set_label(record.prediction_id, "1")
    query = f"SELECT id, TTL(answer) AS answer, TTL(label) AS label FROM {cassandra_keyspace}.predictions"  # noqa: S608
    [row] = [row for row in cql.execute(query) if str(row.id) == record.prediction_id]
    assert 86_000 < row.answer <= 86_400
    assert 86_000 < row.label <= 86_400


def test_a_keyspace_from_before_ink_and_labels_is_brought_up_to_date(cassandra_url: str, cql: Session) -> None:
    keyspace = f"numberfigure_{secrets.token_hex(4)}"
    store = open_store(Settings(store_url=f"{cassandra_url.partition('/numberfigure')[0]}/{keyspace}?replication=1"))
    store.create_schema()
    wait_until_it_answers(store)
    record = make_record()
    store.save([record])
    for statement in (f"ALTER TABLE {keyspace}.predictions DROP ink", f"DROP TABLE {keyspace}.labelled"):
        cql.execute(statement, timeout=SCHEMA_SECONDS)
    old = open_store(Settings(store_url=f"{cassandra_url.partition('/numberfigure')[0]}/{keyspace}?replication=1"))
    with pytest.raises(MissingTablesError):
        old.check()
    old.create_schema()
    old.check()
    assert old.get(record.prediction_id) is not None
    assert old.get_picture(record.prediction_id, Picture.INK) is None
    assert old.set_label(record.prediction_id, "1")
    assert [each.label for each in old.list_labelled(10)] == ["1"]
    store.close()
    old.close()
    cql.execute(f"DROP KEYSPACE {keyspace}", timeout=SCHEMA_SECONDS)


def test_several_processes_may_create_the_schema_at_once(cassandra_url: str, cql: Session) -> None:
    keyspace = f"numberfigure_{secrets.token_hex(4)}"
    place = cassandra_url.partition("/numberfigure")[0]
    stores = [open_store(Settings(store_url=f"{place}/{keyspace}?replication=1")) for _ in range(3)]
    threads = [threading.Thread(target=store.create_schema) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.check()
        store.close()
    cql.execute(f"DROP KEYSPACE {keyspace}", timeout=SCHEMA_SECONDS)


def test_goes_on_by_itself_when_cassandra_is_back(
    stoppable_cassandra_node: CassandraNode, store: PredictionStore, cassandra_url: str
) -> None:
    node, before, after = stoppable_cassandra_node, make_record(), make_record()
    store.save([before])

    node.pause()
    assert_unavailable(store)
    node.resume()
    wait_until_it_answers(store)

    stopped = threading.Event()
    with ThreadPoolExecutor(4) as threads:
        savings = [threads.submit(save_until, stopped, store) for _ in range(4)]
        time.sleep(1)
        node.kill()
        made_while_down = open_store(Settings(store_url=cassandra_url))
        for each in (store, made_while_down):
            assert_unavailable(each)
        node.start()
        for each in (store, made_while_down):
            wait_until_it_answers(each)
        stopped.set()
    # Nothing but StoreUnavailableError got out, and what was acknowledged is there.
    acknowledged = [prediction_id for saving in savings for prediction_id in saving.result()]
    assert acknowledged
    assert [prediction_id for prediction_id in acknowledged if made_while_down.get(prediction_id) is None] == []
    store.save([after])
    assert made_while_down.get(after.prediction_id) is not None
    made_while_down.close()


def save_until(stopped: threading.Event, store: PredictionStore) -> list[str]:
    """Save one after the other; returns the ids of those that the store acknowledged."""
    acknowledged = []
    while not stopped.is_set():
        record = make_record()
        try:
            store.save([record])
        except StoreUnavailableError:
            stopped.wait(0.02)
        else:
            acknowledged.append(record.prediction_id)
    return acknowledged


def assert_unavailable(store: PredictionStore) -> None:
    for _ in range(2):
        started = time.monotonic()
        with pytest.raises(StoreUnavailableError):
            store.check()
        assert time.monotonic() - started < IN_TIME_SECONDS
