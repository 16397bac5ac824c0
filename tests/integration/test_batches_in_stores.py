"""The contract of PredictionStore for what came in batches, on every implementation."""

import time
from dataclasses import replace

from shared.ids import make_ascending_ids, make_prediction_id
from shared.prediction import Status
from shared.store.contract import Picture, PredictionRecord, PredictionStore
from tests.support.stores import Subject, make_record

DAY_MS = 86_400_000


def make_batch(owner: str, count: int, batch_id: str | None = None) -> list[PredictionRecord]:
    """Make the answers of a batch, in order."""
    batch_id = batch_id or make_prediction_id()
    answer = f'{{"number": "7", "batch": "{batch_id}"}}'.encode()
    return [
        replace(make_record(owner, prediction_id), batch_id=batch_id, answer=answer)
        for prediction_id in make_ascending_ids(count)
    ]


def list_ids(store: PredictionStore, batch_id: str, limit: int = 1000, after: str | None = None) -> list[str]:
    """List the ids of what is stored of a batch."""
    return [stored.prediction_id for stored in store.list_batch(batch_id, limit, after)]


def test_a_batch_is_listed_in_its_order_however_it_was_saved(store: PredictionStore, owner: str) -> None:
    records, others = make_batch(owner, 10), make_batch(owner, 3)
    for record in [*records[5:], *others, *records[:5]]:
        store.save([record])
    ids = [record.prediction_id for record in records]
    assert list_ids(store, records[0].batch_id) == ids
    assert list_ids(store, records[0].batch_id, 4) == ids[:4]
    assert list_ids(store, records[0].batch_id, 4, ids[3]) == ids[4:8]
    assert list_ids(store, records[0].batch_id, 4, ids[-1]) == []
    first = store.list_batch(records[0].batch_id, 1)[0]
    assert (first.owner, first.answer, first.label) == (owner, records[0].answer, None)


def test_each_of_a_batch_is_a_prediction_like_any_other(store: PredictionStore, owner: str) -> None:
    [record] = make_batch(owner, 1)
    store.save([record])
    stored = store.get(record.prediction_id)
    assert stored is not None
    assert stored.answer == record.answer
    assert store.get_picture(record.prediction_id, Picture.PREVIEW) == b"preview"
    assert store.set_label(record.prediction_id, "1")
    assert [each.label for each in store.list_batch(record.batch_id, 10)] == ["1"]


def test_a_history_lists_what_came_alone_and_a_batch_its_own(store: PredictionStore, owner: str) -> None:
    alone, records = make_record(owner), make_batch(owner, 3)
    store.save([alone, *records])
    assert [stored.prediction_id for stored in store.list_by_owner(owner, 10)] == [alone.prediction_id]
    assert store.list_batches(owner, 10) == [records[0].batch_id]


def test_statuses_are_counted(store: PredictionStore, owner: str) -> None:
    records = make_batch(owner, 6)
    statuses = [Status.SUCCEEDED, Status.FAILED, Status.SUCCEEDED, Status.CANCELED, Status.SUCCEEDED, Status.FAILED]
    store.save([replace(record, status=status) for record, status in zip(records, statuses, strict=True)])
    # Another attempt ended otherwise.
    store.save([replace(records[1], attempt=2, status=Status.SUCCEEDED)])
    found = store.read_batch(records[0].batch_id)
    assert found is not None
    assert found.owner == owner
    assert dict(found.counts) == {Status.SUCCEEDED: 4, Status.FAILED: 1, Status.CANCELED: 1}


def test_an_unknown_batch_is_none(store: PredictionStore, owner: str) -> None:
    for text in (make_prediction_id(), "", "no id", "é" * 36):
        assert store.read_batch(text) is None
        assert store.list_batch(text, 10) == []
    assert store.list_batches(owner, 10) == []


def test_batches_are_listed_newest_first_over_months(store: PredictionStore, owner: str) -> None:
    now_ms = time.time_ns() // 1_000_000
    ids = [make_prediction_id(now_ms - age * DAY_MS) for age in (0, 0, 1, 40, 100)]
    for batch_id in ids:
        store.save(make_batch(owner, 2, batch_id))
    newest = sorted(ids, reverse=True)
    assert store.list_batches(owner, 10) == newest
    assert store.list_batches(owner, 2) == newest[:2]
    assert store.list_batches(owner, 2, newest[1]) == newest[2:4]


def test_one_of_a_batch_is_erased_by_itself(store: PredictionStore, owner: str) -> None:
    records = make_batch(owner, 4)
    store.save(records[:3])
    gone, kept, late, unwritten = records
    store.erase(gone.prediction_id, owner)
    # It says itself which batch it came in; of one that is yet to be written the queue knows it.
    store.erase(late.prediction_id, owner, late.batch_id)
    store.erase(unwritten.prediction_id, owner, unwritten.batch_id)
    store.save([gone, late, unwritten])
    assert list_ids(store, kept.batch_id) == [kept.prediction_id]
    found = store.read_batch(kept.batch_id)
    assert found is not None
    assert dict(found.counts) == {Status.SUCCEEDED: 1}


def test_nothing_is_left_of_a_batch_that_is_erased(subject: Subject, owner: str) -> None:
    store, records, others = subject.store, make_batch(owner, 20), make_batch(owner, 2)
    batch_id, written = (
        records[0].batch_id,
        [replace(each, pictures=dict.fromkeys(Picture, b"x")) for each in records[:15]],
    )
    store.save([*written, *others])
    store.set_label(written[0].prediction_id, "1")
    store.erase_batch(batch_id, owner, [record.prediction_id for record in records[10:]])
    store.erase_batch(batch_id, owner, [])
    # What was under way comes late.
    store.save([*written[12:], *records[15:]])
    store.save([replace(record, attempt=2) for record in records])
    assert store.read_batch(batch_id) is None
    assert list_ids(store, batch_id) == []
    assert [store.get(record.prediction_id) for record in records] == [None] * 20
    assert [store.get_picture(written[0].prediction_id, picture) for picture in Picture] == [None] * len(Picture)
    assert store.list_batches(owner, 10) == [others[0].batch_id]
    assert subject.count_rows(owner) == 2
    assert owner not in {stored.owner for stored in store.list_labelled(1000)}


def test_a_large_batch_is_saved_counted_listed_and_erased(subject: Subject, owner: str) -> None:
    store, records = subject.store, make_batch(owner, 2500)
    for start in range(0, len(records), 500):
        store.save(records[start : start + 500])
    found = store.read_batch(records[0].batch_id)
    assert found is not None
    assert dict(found.counts) == {Status.SUCCEEDED: 2500}
    assert list_ids(store, records[0].batch_id, 2500) == [record.prediction_id for record in records]
    store.erase_batch(records[0].batch_id, owner, [])
    assert subject.count_rows(owner) == 0
