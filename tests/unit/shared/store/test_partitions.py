"""Which partition a prediction lies in."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.ids import make_prediction_id
from shared.store.partitions import BUCKET_MS, SHARDS, locate_row, month_of, walk_months_back


def to_ms(year: int, month: int, day: int = 1, hour: int = 0) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp() * 1000)


def test_a_row_is_located_by_its_id_alone() -> None:
    time_ms = to_ms(2026, 11, 22, 12)
    prediction_id = make_prediction_id(time_ms + 599_999)
    assert locate_row(prediction_id) == locate_row(prediction_id)
    assert locate_row(prediction_id).bucket_ms == time_ms
    assert locate_row(prediction_id).id == UUID(prediction_id)
    assert locate_row(make_prediction_id(time_ms + 600_000)).bucket_ms == time_ms + 600_000


def test_what_comes_together_shares_a_partition_and_the_next_moment_has_another() -> None:
    time_ms = to_ms(2026, 11, 22, 12)
    together = {locate_row(make_prediction_id(time_ms + offset))[:2] for offset in range(250)}
    assert len(together) == 1
    assert locate_row(make_prediction_id(time_ms + 250))[:2] not in together


def test_partitions_stay_small_at_2000_rows_a_second() -> None:
    begin_ms = to_ms(2026, 11, 22, 12)
    rows: dict[tuple[int, int], int] = {}
    for time_ms in range(begin_ms, begin_ms + BUCKET_MS, 50):
        partition = locate_row(make_prediction_id(time_ms))[:2]
        rows[partition] = rows.get(partition, 0) + 100
    assert len(rows) == SHARDS
    assert max(rows.values()) * 10 <= 100_000  # Ten columns a row.
    assert max(rows.values()) * 2_500 <= 100_000_000


@pytest.mark.parametrize(
    ("time_ms", "month"),
    [
        (0, 197001),
        (to_ms(2026, 1), 202601),
        (to_ms(2026, 1) - 1, 202512),
        (to_ms(2024, 2, 29), 202402),
        ((1 << 48) - 1, 999912),
    ],
)
def test_months(time_ms: int, month: int) -> None:
    assert month_of(time_ms) == month


def test_walks_back_over_the_turn_of_the_year() -> None:
    months = list(walk_months_back(to_ms(2026, 2, 1), to_ms(2025, 11, 30)))
    assert months == [202602, 202601, 202512, 202511]


def test_walks_the_whole_retention_once() -> None:
    assert len(list(walk_months_back(to_ms(2026, 11, 22), to_ms(2025, 11, 22)))) == 13
    assert list(walk_months_back(to_ms(2026, 11), to_ms(2026, 11))) == [202611]
    assert list(walk_months_back(to_ms(2025, 11), to_ms(2026, 11))) == []
    assert list(walk_months_back(to_ms(1970, 2), -1)) == [197002, 197001]
