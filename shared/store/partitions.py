"""Which Cassandra partition a prediction lies in, by its id alone.

A row of `predictions` is found by (bucket, shard, id). The bucket is the ten minutes that the id's time falls in. The
shard is the quarter of a second within it, counted modulo 128, and not random: what a worker answers together was
accepted together, so its rows share a partition and travel as one batch, while the load moves on to another partition
four times a second.

The size of a partition at 2,000 rows a second of 2.5 kB: a bucket has 2,400 slices, so at most 19 fall on one shard;
19 slices x 500 rows = 9,500 rows = 24 MB, or 95,000 values. That is below the 100 MB and 100,000 values at which
Cassandra's compaction and repair of a partition become slow.

What comes in a batch is accepted faster than that, but its ids have at most four to a millisecond (shared/ids.py), so
that one batch after the other fills 19 slices of 1,000 rows at most: 48 MB.

An operator lists the newest predictions by reading the 128 partitions of the present bucket, then those of the one
before. Each owner's history is a partition a month and holds ids alone, about 35 bytes each: 100 MB is 3 million
predictions of one owner in one month.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from shared.ids import read_time_ms

BUCKET_MS = 600_000
SLICE_MS = 250
SHARDS = 128

# An id can carry a time up to the year 10889, a calendar ends here: 9999-12-31.
_LAST_MS = 253_402_300_799_999


class RowKey(NamedTuple):
    """The primary key of `predictions`, in the order of its columns."""

    bucket_ms: int
    shard: int
    id: UUID


def locate_row(prediction_id: str) -> RowKey:
    """Tell where the row of a prediction lies."""
    time_ms = read_time_ms(prediction_id)
    return RowKey(time_ms - time_ms % BUCKET_MS, time_ms // SLICE_MS % SHARDS, UUID(prediction_id))


def month_of(time_ms: int) -> int:
    """Write the month (UTC) of a time as a number, for instance 202611."""
    moment = datetime.fromtimestamp(min(time_ms, _LAST_MS) / 1000, UTC)
    return moment.year * 100 + moment.month


def walk_months_back(newest_ms: int, oldest_ms: int) -> Iterator[int]:
    """Yield the months from that of `newest_ms` back to that of `oldest_ms`, both included."""
    month, last = month_of(newest_ms), month_of(max(oldest_ms, 0))
    while month >= last:
        yield month
        month -= 1 if month % 100 > 1 else 89  # From January to December of the year before.
