"""What an audit needs to see of the queue, read in pages so that live traffic goes on beside it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from shared.queue import keys
from shared.queue.connection import connect, load_script, own_errors
from shared.settings import Settings

PAGE = 200
"""Submissions that are looked at in one go: a millisecond or two of Redis's time."""

MAX_HOT_COPIES = 1000
"""Hot copies that are looked at: under load there are a minute's worth of answers, and a sample shows what is wrong."""


class Trace(NamedTuple):
    """What the queue holds of one submission at one moment."""

    is_pending: bool
    has_submission: bool
    is_listed: bool
    """Whether its owner's set of unfinished ones has it."""
    is_told: bool
    """Whether there is a hot copy of its answer."""


class Overdue(NamedTuple):
    """The entry that is next to be claimed, and has been for longer than asked; `together` are so many, it included."""

    prediction_id: str
    waited_ms: int
    together: int


class QueueInspector:
    """Looks at the queue and changes nothing. Every method may raise QueueUnavailableError."""

    def __init__(self, settings: Settings) -> None:
        self._client: Any = connect(settings.redis_url)  # The driver types its scans as asynchronous ones, too.
        self._trace = load_script(self._client, "trace")
        self._weigh = load_script(self._client, "weigh")

    def find_ids(self) -> dict[str, str]:
        """Find the ids that anything in the queue names, each with the owner under whom it was seen, if any."""
        with own_errors():
            found = dict.fromkeys((_decode(entry) for entry, _ in self._scan(keys.PENDING)), "")
            hot_copies = 0
            for key in map(_decode, self._client.scan_iter(match=f"{keys.TAG}*", count=PAGE)):
                if prediction_id := _strip(key, keys.submission_key("")):
                    found.setdefault(prediction_id, "")
                elif owner := _strip(key, keys.owner_key("")):
                    found.update((_decode(entry), owner) for entry, _ in self._scan(key))
                elif (prediction_id := _strip(key, keys.answer_key(""))) and hot_copies < MAX_HOT_COPIES:
                    found.setdefault(prediction_id, "")
                    hot_copies += 1
        return found

    def trace(self, owners: Mapping[str, str]) -> Iterator[tuple[str, Trace]]:
        """Tell what the queue holds of each of the ids, which `find_ids` found with their owners."""
        pairs = iter(owners.items())
        while page := list(islice(pairs, PAGE)):
            answers: Iterable[list[int]] = self._trace(*(field for pair in page for field in pair))
            for (prediction_id, _), answer in zip(page, answers, strict=True):
                yield prediction_id, Trace(*map(bool, answer))

    def weigh(self) -> tuple[int, int]:
        """Read the counter of pending bytes and the sum of sizes that it stands for, at one moment."""
        counted, summed = self._weigh()
        return counted, summed

    def find_overdue(self, patience_ms: int) -> Overdue | None:
        """Find the entry that is next to be claimed, if it has been for longer than `patience_ms`."""
        with own_errors():
            seconds, microseconds = self._client.time()
            now_ms = seconds * 1000 + microseconds // 1000
            latest = now_ms - patience_ms
            first = self._client.zrangebyscore(keys.PENDING, "-inf", latest, start=0, num=1, withscores=True)
            count = self._client.zcount(keys.PENDING, "-inf", latest)
        return Overdue(_decode(first[0][0]), now_ms - int(first[0][1]), count) if first else None

    def _scan(self, key: str) -> Iterator[tuple[bytes, float]]:
        scanned: Iterator[tuple[bytes, float]] = self._client.zscan_iter(key, count=PAGE)
        return scanned


def _decode(text: bytes) -> str:
    return text.decode(errors="replace")


def _strip(key: str, prefix: str) -> str:
    """Return what follows the prefix; nothing when the key does not begin with it."""
    return key.removeprefix(prefix) if key.startswith(prefix) else ""
