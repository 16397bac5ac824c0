"""W6: stores with a thousand and with a million rows, filled once and kept in build/bench."""

import random
import time
from pathlib import Path

from itsdangerous import Signer

from shared.prediction import Digit, Prediction, Status, Timings, format_time, make_urls
from shared.settings import Settings
from shared.store.contract import Picture, PredictionRecord
from shared.store.opening import open_store
from tests.bench.ours import SECRET
from tests.support.pictures import encode, load_known_digits

FEW, MANY = 1_000, 1_000_000
SPAN_MS = 30 * 86_400_000
"""They were accepted within a month."""

BURST = 250
"""So many of one owner were accepted together. Each burst is another owner's."""

FETCHED = 2000
"""Different rows that are read."""


class FilledStore:
    """A store of `count` rows, whose ids follow from their places, so that nobody has to ask for them."""

    def __init__(self, url: str, stamp: Path, count: int) -> None:
        self.url = url
        self.count = count
        self._stamp = stamp
        self._bursts = count // BURST
        self._first_ms = int(stamp.read_text()) if stamp.exists() else time.time_ns() // 1_000_000 - SPAN_MS

    def fill(self) -> None:
        """Write the rows, unless that was done before."""
        if self._stamp.exists():
            return
        print(f"Writing {self.count:,} rows ...", flush=True)
        pictures = [encode(tile) for tile, _ in load_known_digits()]
        store = open_store(Settings(store_url=self.url))
        store.create_schema()
        for burst in range(self._bursts):
            store.save([self._make_record(burst, place, pictures[place % len(pictures)]) for place in range(BURST)])
        store.close()
        self._stamp.write_text(str(self._first_ms))

    def list_fetches(self) -> list[str]:
        """List paths of predictions from all over the store."""
        chance = random.Random(1)
        places = [(chance.randrange(self._bursts), chance.randrange(BURST)) for _ in range(FETCHED)]
        return [f"/v1/predictions/{self._make_id(burst, place)}" for burst, place in places]

    def make_token(self, number: int) -> str:
        """Make the token of one of the owners, another one for each number until all have had their turn."""
        return Signer(SECRET, salt="numberfigure.owner").sign(_name_owner(number * 101 % self._bursts)).decode()

    def _time_burst(self, burst: int) -> int:
        return self._first_ms + burst * (SPAN_MS // self._bursts)

    def _make_id(self, burst: int, place: int) -> str:
        digits = f"{self._time_burst(burst):012x}"
        return f"{digits[:8]}-{digits[8:]}-7000-8000-{burst * BURST + place:012x}"

    def _make_record(self, burst: int, place: int, picture: bytes) -> PredictionRecord:
        prediction_id, accepted_ms = self._make_id(burst, place), self._time_burst(burst)
        digit = Digit(
            digit=7, confidence=0.99, probabilities=[0.001] * 7 + [0.993] + [0.0] * 2, box=[4, 4, 20, 20], line=0
        )
        prediction = Prediction(
            id=prediction_id,
            status=Status.SUCCEEDED,
            number="7",
            digits=[digit],
            width=28,
            height=28,
            model_version="bench",
            worker="bench",
            created_at=format_time(accepted_ms),
            completed_at=format_time(accepted_ms),
            timings=Timings(queued_ms=1, preprocess_ms=1, inference_ms=1),
            urls=make_urls(prediction_id),
        )
        return PredictionRecord(
            prediction_id=prediction_id,
            owner=_name_owner(burst),
            accepted_ms=accepted_ms,
            attempt=1,
            filename="",
            output="7",
            answer=prediction.model_dump_json().encode(),
            pictures={Picture.INPUT: picture, Picture.PREVIEW: picture, Picture.INK: picture},
        )


def name_rows(count: int) -> str:
    """Name a store by how many rows it has."""
    return f"{count:,} rows"


def _name_owner(burst: int) -> str:
    return f"bench-owner-{burst:06}"
