"""BentoML: its adaptive batching, in front of worker processes. `WORKERS` is their number."""

import os
from pathlib import Path

import bentoml

from tests.bench.peers.reading import load_reader, read_numbers


@bentoml.service(workers=int(os.environ["WORKERS"]))
class Reading:
    """The reader, called with batches."""

    def __init__(self) -> None:
        self._reader = load_reader()

    @bentoml.api(batchable=True, max_batch_size=64, max_latency_ms=1000)
    def read(self, pictures: list[Path]) -> list[str]:
        """Read a batch; files are what it makes of the parts of a form."""
        return read_numbers(self._reader, [picture.read_bytes() for picture in pictures])
