"""Ids of predictions and batches: UUIDv7 (RFC 9562, section 5.7), 48 bits of milliseconds and 74 random bits.

They sort by time, so that a store needs no other order, and cannot be guessed, so that one may be shared as a link.
"""

import re
import secrets
import time
import uuid

IDS_PER_MS = 4

_CANONICAL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def make_prediction_id(now_ms: int | None = None) -> str:
    """Make an id for a submission that arrives now, or at `now_ms` (milliseconds since 1970, UTC)."""
    milliseconds = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    random_bits = secrets.randbits(74)
    value = milliseconds << 80 | 0x7 << 76 | (random_bits >> 62) << 64 | 0b10 << 62 | random_bits & (1 << 62) - 1
    return str(uuid.UUID(int=value))


def make_ascending_ids(count: int, after: str | None = None) -> list[str]:
    """Make ids that ascend, for pictures whose order is to stay; the first is greater than `after`.

    At most four have the same millisecond, so that the stores' partitions, which ids choose by their time, stay small.
    So the last of 10,000 may be from 2.5 s ahead.
    """
    first_ms = max(time.time_ns() // 1_000_000, read_time_ms(after) + 1 if after else 0)
    return sorted(make_prediction_id(first_ms + place // IDS_PER_MS) for place in range(count))


def is_prediction_id(text: str) -> bool:
    """Tell whether `text` is an id as we write it; anything else names no prediction."""
    return _CANONICAL.fullmatch(text) is not None


def read_time_ms(prediction_id: str) -> int:
    """Read the milliseconds since 1970 (UTC) that an id carries."""
    return int(prediction_id[:8] + prediction_id[9:13], 16)
