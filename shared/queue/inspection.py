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
    """Whether the set of its owner's unfinished ones has it, or of its batch's."""
    is_told: bool
    """Whether there is a hot copy of its answer."""


class Overdue(NamedTuple):
    """The entry that is next to be claimed, and has been for longer than asked; `together` are so many, it included."""

    prediction_id: str
    waited_ms: int
    together: int


class BatchWeight(NamedTuple):
    """What the counts of a live batch say, and what there is."""

    batch_id: str
    counted: int
    """As queued or processing."""
    canceled: int
    there: int


class QueueInspector:
    """Looks at the queue and changes nothing. Every method may raise QueueUnavailableError."""

    def __init__(self, settings: Settings) -> None:
        self._client: Any = connect(settings.redis_url)  # The driver types its scans as asynchronous ones, too.
        self._trace = load_script(self._client, "trace")
        self._weigh = load_script(self._client, "weigh")
        self._weigh_batch = load_script(self._client, "weigh_batch")
        self._find_overdue = load_script(self._client, "find_overdue")

    def find_ids(self) -> dict[str, str]:
        """Find the ids that anything in the queue names, each with the set that lists it, if any was seen."""
        with own_errors():
            found = dict.fromkeys((_decode(entry) for entry, _ in self._scan(keys.PENDING)), "")
            hot_copies = 0
            for key in map(_decode, self._client.scan_iter(match=f"{keys.TAG}*", count=PAGE)):
                if prediction_id := _strip(key, keys.submission_key("")):
                    found.setdefault(prediction_id, "")
                elif key.startswith((keys.owner_key(""), keys.members_key(""))):
                    found.update((_decode(entry), key) for entry, _ in self._scan(key))
                elif (prediction_id := _strip(key, keys.answer_key(""))) and hot_copies < MAX_HOT_COPIES:
                    found.setdefault(prediction_id, "")
                    hot_copies += 1
        return found

    def trace(self, lists: Mapping[str, str]) -> Iterator[tuple[str, Trace]]:
        """Tell what the queue holds of each of the ids, which `find_ids` found with their lists."""
        pairs = iter(lists.items())
        while page := list(islice(pairs, PAGE)):
            answers: Iterable[list[int]] = self._trace(*(field for pair in page for field in pair))
            for (prediction_id, _), answer in zip(page, answers, strict=True):
                yield prediction_id, Trace(*map(bool, answer))

    def weigh(self) -> tuple[int, int]:
        """Read the counter of pending bytes and the sum of sizes that it stands for, at one moment."""
        counted, summed = self._weigh()
        return counted, summed

    def weigh_batches(self) -> list[BatchWeight]:
        """Read of each batch that has counts what they say, and how many of it are unfinished."""
        with own_errors():
            found = [_decode(key) for key in self._client.scan_iter(match=f"{keys.batch_key('')}*", count=PAGE)]
        ids = [_strip(key, keys.batch_key("")) for key in found]
        return [BatchWeight(batch_id, *self._weigh_batch(batch_id)) for batch_id in ids]

    def find_overdue(self, patience_ms: int) -> Overdue | None:
        """Find the entry that is next to be claimed, if it has been for longer than `patience_ms`."""
        found = self._find_overdue(patience_ms)
        return Overdue(_decode(found[0]), *found[1:]) if found else None

    def _scan(self, key: str) -> Iterator[tuple[bytes, float]]:
        scanned: Iterator[tuple[bytes, float]] = self._client.zscan_iter(key, count=PAGE)
        return scanned


def _decode(text: bytes) -> str:
    return text.decode(errors="replace")


def _strip(key: str, prefix: str) -> str:
    """Return what follows the prefix; nothing when the key does not begin with it."""
    return key.removeprefix(prefix) if key.startswith(prefix) else ""
