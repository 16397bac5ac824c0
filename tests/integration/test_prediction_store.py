"""The contract of PredictionStore, on every implementation: a real SQLite file and a real Cassandra."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.ids import make_prediction_id
from shared.store.contract import Picture, PredictionStore
from tests.support.stores import Subject, make_record

DAY_MS = 86_400_000
ANSWER = b'{"number": "7"}'


def list_ids(store: PredictionStore, owner: str, limit: int = 50, after: str | None = None) -> list[str]:
    return [stored.prediction_id for stored in store.list_by_owner(owner, limit, after)]


def test_reads_what_was_saved(store: PredictionStore, owner: str) -> None:
    record = make_record(owner)
    store.save([record])
    stored = store.get(record.prediction_id)
    assert stored is not None
    assert (stored.prediction_id, stored.owner, stored.answer) == (record.prediction_id, owner, ANSWER)
    assert stored.label is None
    assert store.get_picture(record.prediction_id, Picture.INPUT) == b"input of 7"
    assert store.get_picture(record.prediction_id, Picture.PREVIEW) == b"preview"
    assert store.get_picture(record.prediction_id, Picture.INK) == b"ink"
    assert store.get_picture(record.prediction_id, Picture.ORIGINAL) is None


def test_saving_nothing_is_fine(store: PredictionStore) -> None:
    store.save([])


@pytest.mark.parametrize(
    "text", ["01a22cfd-8f6a-7940-8fa3-437e5684b1be", "ffffffff-ffff-7fff-bfff-ffffffffffff", "", "no id", "é" * 36]
)
def test_an_unknown_id_names_nothing(store: PredictionStore, owner: str, text: str) -> None:
    assert store.get(text) is None
    assert store.get_picture(text, Picture.INPUT) is None
    assert store.get_picture(text, Picture.ORIGINAL) is None
    assert store.set_label(text, "7") is False
    assert store.get(text) is None
    assert store.list_by_owner(owner, 10) == []


def test_any_file_name_comes_back(store: PredictionStore, owner: str) -> None:
    record = replace(make_record(owner), filename="数字 \u0667 é \U0001f522 'quoted' \\ \n.png", pictures={})
    store.save([record])
    assert store.get(record.prediction_id) is not None
    assert store.get_picture(record.prediction_id, Picture.INPUT) is None


def test_keeps_big_pictures(store: PredictionStore, owner: str) -> None:
    big = secrets.token_bytes(1_000_000)
    records = [replace(make_record(owner), pictures=dict.fromkeys(Picture, big)) for _ in range(8)]
    store.save(records)
    for record in records:
        for picture in Picture:
            assert store.get_picture(record.prediction_id, picture) == big


def test_saving_again_leaves_one_row(subject: Subject, owner: str) -> None:
    record = make_record(owner)
    subject.store.save([record])
    subject.store.save([record, record])
    assert subject.count_rows(owner) == 1
    assert list_ids(subject.store, owner) == [record.prediction_id]


def test_what_many_sent_at_once_is_in_the_history_of_each(store: PredictionStore, owner: str) -> None:
    sent = {f"{owner}{place}": [make_record(f"{owner}{place}") for _ in range(1 + place % 3)] for place in range(25)}
    sent["busy" + owner] = [make_record("busy" + owner) for _ in range(40)]
    store.save([record for records in sent.values() for record in records])
    for each, records in sent.items():
        assert sorted(list_ids(store, each)) == sorted(record.prediction_id for record in records)


@pytest.mark.parametrize("order", [(1, 2), (2, 1), (1, 3, 2)])
def test_the_later_attempt_stands(subject: Subject, owner: str, order: tuple[int, ...]) -> None:
    prediction_id = make_prediction_id()
    for attempt in order:
        subject.store.save([make_record(owner, prediction_id, attempt, number=str(attempt))])
    stored = subject.store.get(prediction_id)
    assert stored is not None
    assert stored.answer == f'{{"number": "{max(order)}"}}'.encode()
    assert subject.store.get_picture(prediction_id, Picture.INPUT) == f"input of {max(order)}".encode()
    assert subject.count_rows(owner) == 1


def test_a_later_attempt_leaves_no_picture_of_an_earlier_one(store: PredictionStore, owner: str) -> None:
    record = make_record(owner)
    store.save([record])
    store.save([replace(record, attempt=2, pictures={})])
    assert store.get_picture(record.prediction_id, Picture.PREVIEW) is None


def test_a_label_survives_a_second_answer(store: PredictionStore, owner: str) -> None:
    record = make_record(owner)
    store.save([record])
    assert store.set_label(record.prediction_id, "1") is True
    store.save([record, replace(record, attempt=2)])
    stored = store.get(record.prediction_id)
    assert stored is not None
    assert stored.label == "1"
    assert [each.label for each in store.list_by_owner(owner, 10)] == ["1"]
    assert store.set_label(record.prediction_id, "2") is True
    assert store.set_label(record.prediction_id, None) is True
    stored = store.get(record.prediction_id)
    assert stored is not None
    assert stored.label is None


def test_a_label_on_nothing_makes_no_row(subject: Subject, owner: str) -> None:
    missing = make_prediction_id()
    assert subject.store.set_label(missing, "7") is False
    erased = make_record(owner)
    subject.store.save([erased])
    subject.store.erase(erased.prediction_id, owner)
    assert subject.store.set_label(erased.prediction_id, "7") is False
    assert subject.store.get(missing) is None
    assert subject.store.get(erased.prediction_id) is None
    assert subject.count_rows(owner) == 0


def test_what_is_erased_stays_erased(subject: Subject, owner: str) -> None:
    store, record, kept = subject.store, make_record(owner), make_record(owner)
    record = replace(record, pictures=dict.fromkeys(Picture, b"x"))
    store.save([record, kept])
    store.set_label(record.prediction_id, "1")
    store.erase(record.prediction_id, owner)
    store.erase(record.prediction_id, owner)
    store.save([record, replace(record, attempt=3)])
    assert store.get(record.prediction_id) is None
    assert [store.get_picture(record.prediction_id, picture) for picture in Picture] == [None] * len(Picture)
    assert list_ids(store, owner) == [kept.prediction_id]
    assert subject.count_rows(owner) == 1


def test_an_erasure_before_the_answer_holds(subject: Subject, owner: str) -> None:
    record = make_record(owner)
    subject.store.erase(record.prediction_id, owner)
    subject.store.save([record])
    assert subject.store.get(record.prediction_id) is None
    assert list_ids(subject.store, owner) == []
    assert subject.count_rows(owner) == 0


def test_lists_newest_first_over_the_ends_of_months(store: PredictionStore, owner: str) -> None:
    now = datetime.now(UTC)
    month_begin_ms = int(datetime(now.year, now.month, 1, tzinfo=UTC).timestamp() * 1000)
    # Around the end of a month several in the same millisecond; some half a year ago, with months of nothing between.
    times = [month_begin_ms + offset for offset in (-2, -1, -1, -1, 0, 0, 0, 1)] + [month_begin_ms - 180 * DAY_MS] * 3
    ids = [make_prediction_id(time_ms) for time_ms in times]
    store.save([make_record(owner, prediction_id) for prediction_id in ids])
    store.save([make_record(secrets.token_hex(8), make_prediction_id(month_begin_ms))])
    newest_first = sorted(ids, reverse=True)
    assert list_ids(store, owner) == newest_first
    for size in (1, 3, 4, 11):
        pages, after = [], None
        while page := list_ids(store, owner, size, after):
            pages += page
            after = page[-1]
        assert pages == newest_first
    assert list_ids(store, owner, 10, after="ffffffff-ffff-7fff-bfff-ffffffffffff") == newest_first[:10]


def test_saves_many_at_once(subject: Subject, owner: str) -> None:
    records = [make_record(owner) for _ in range(1000)]
    subject.store.save(records)
    assert subject.count_rows(owner) == 1000
    assert list_ids(subject.store, owner, 1000) == sorted((each.prediction_id for each in records), reverse=True)


def test_threads_save_at_the_same_time(subject: Subject, owner: str) -> None:
    batches = [[make_record(owner) for _ in range(10)] for _ in range(20)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(subject.store.save, batches))
        answers = threads.map(subject.store.get, [record.prediction_id for batch in batches for record in batch])
        assert None not in list(answers)
    assert subject.count_rows(owner) == 200


def test_check_and_schema_may_be_repeated(store: PredictionStore) -> None:
    store.create_schema()
    store.check()


def make_labelled(store: PredictionStore, owner: str, version: str, label: str, time_ms: int | None = None) -> str:
    prediction_id = make_prediction_id(time_ms)
    answer = f'{{"number": "7", "model_version": "{version}"}}'.encode()
    store.save([replace(make_record(owner, prediction_id), answer=answer)])
    assert store.set_label(prediction_id, label)
    return prediction_id


def count_labels(store: PredictionStore, version: str) -> dict[bool, int]:
    return {each.is_right: each.count for each in store.count_labels() if each.model_version == version}


def list_labelled(store: PredictionStore, owner: str, size: int) -> list[tuple[str, str | None]]:
    """List what has a label in pages of a size, other tests' left out."""
    found, after = [], None
    while page := store.list_labelled(size, after):
        found += page
        after = page[-1].prediction_id
    return [(each.prediction_id, each.label) for each in found if each.owner == owner]


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_lists_what_has_a_label_oldest_first_over_months(store: PredictionStore, owner: str, size: int) -> None:
    now_ms = time.time_ns() // 1_000_000
    ages = [0, 1, 40, 100, 101]
    labelled = [make_labelled(store, owner, owner, str(age), now_ms - age * DAY_MS) for age in ages]
    store.save([make_record(owner) for _ in range(3)])
    assert list_labelled(store, owner, size) == sorted(zip(labelled, map(str, ages), strict=True))


def test_labels_are_counted_for_each_model_and_follow_every_change(store: PredictionStore, owner: str) -> None:
    version, other = f"1.{owner}", f"2.{owner}"
    assert count_labels(store, version) == {}
    right, wrong, erased = (make_labelled(store, owner, version, label) for label in ("7", "1", "1"))
    make_labelled(store, owner, other, "7")
    assert count_labels(store, version) == {True: 1, False: 2}
    assert count_labels(store, other) == {True: 1}
    store.set_label(wrong, "7")
    store.set_label(wrong, "7")
    store.erase(erased, owner)
    assert count_labels(store, version) == {True: 2}
    store.set_label(right, None)
    assert count_labels(store, version) == {True: 1}
    # On which lines the digits are is no matter.
    store.set_label(right, "  7 ")
    assert count_labels(store, version) == {True: 2}
    store.set_label(right, None)
    assert [name for name, _ in list_labelled(store, owner, 10) if name in {right, wrong, erased}] == [wrong]
