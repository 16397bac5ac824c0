"""Prediction ids: UUIDv7 that sort by time and cannot be guessed."""

import time
import uuid
from collections import Counter

import pytest

from shared.ids import IDS_PER_MS, is_prediction_id, make_ascending_ids, make_prediction_id, read_time_ms

NOW_MS = 1_795_350_000_123
AN_ID = "01a22cfd-8f6a-7940-8fa3-437e5684b1be"


def read_random_bits(prediction_id: str) -> int:
    """Read the 12 and the 62 random bits."""
    value = uuid.UUID(prediction_id).int
    return (value >> 64 & 0xFFF) << 62 | value & (1 << 62) - 1


def test_an_id_is_a_uuid_of_version_7_and_the_rfc_s_variant() -> None:
    made = uuid.UUID(make_prediction_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_ids_sort_by_time() -> None:
    ids = [make_prediction_id(NOW_MS + later) for later in (0, 1, 2, 1000, 86_400_000)]
    assert sorted(ids) == ids


def test_an_id_carries_its_time() -> None:
    assert read_time_ms(make_prediction_id(NOW_MS)) == NOW_MS
    before = time.time_ns() // 1_000_000
    assert before <= read_time_ms(make_prediction_id()) <= time.time_ns() // 1_000_000


def test_each_of_74_bits_is_random() -> None:
    found = [read_random_bits(make_prediction_id(NOW_MS)) for _ in range(200)]
    ever, always = 0, (1 << 74) - 1
    for bits in found:
        ever, always = ever | bits, always & bits
    # That a bit is the same 200 times has a chance of 74 in 2 to the 199.
    assert ever == (1 << 74) - 1
    assert always == 0
    assert len(set(found)) == 200


def test_what_was_made_is_an_id() -> None:
    assert is_prediction_id(AN_ID)
    assert all(is_prediction_id(make_prediction_id()) for _ in range(100))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "../../etc/passwd",
        "8b36a7fe-e7a8-4b69-b491-00674a5602a1",
        AN_ID.upper(),
        AN_ID.replace("-", ""),
        AN_ID + "\n",
        "{" + AN_ID + "}",
        "018f0000-0000-7000-0000-000000000000",
        "0180000\u0660-0000-7000-8000-000000000000",
    ],
)
def test_other_texts_are_no_ids(text: str) -> None:
    assert not is_prediction_id(text)


def test_ids_of_a_batch_ascend_and_begin_behind_the_one_before() -> None:
    first = make_ascending_ids(1000)
    second = make_ascending_ids(1000, first[-1])
    assert sorted(first + second) == first + second
    assert len(set(first + second)) == 2000


def test_few_ids_of_a_batch_have_the_same_millisecond() -> None:
    times = Counter(map(read_time_ms, make_ascending_ids(1000)))
    assert max(times.values()) == IDS_PER_MS
    assert max(times) - min(times) == 1000 // IDS_PER_MS - 1
