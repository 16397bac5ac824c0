"""mosec: a front in Rust that makes batches for processes in Python. `PORT` is its port, `WORKERS` their number."""

import json
import os
import sys

from mosec import Server, Worker

from tests.bench.peers.reading import load_reader, read_numbers


class Numbers(Worker):
    """Takes raw pictures and answers in JSON."""

    def __init__(self) -> None:
        self._reader = load_reader()

    def deserialize(self, data: bytes) -> bytes:
        """Take the body as it is."""
        return data

    def forward(self, data: list[bytes]) -> list[str]:
        """Read a batch."""
        return read_numbers(self._reader, data)

    def serialize(self, data: str) -> bytes:
        """Answer as our API would."""
        return json.dumps({"number": data}).encode()


if __name__ == "__main__":
    # Its settings come from the command line alone.
    sys.argv[1:] = ["--port", os.environ["PORT"], "--address", "127.0.0.1", "--log-level", "warning"]
    server = Server()
    # A millisecond to gather a batch in: with its default of 10 a lone client waits for that long.
    server.append_worker(Numbers, num=int(os.environ["WORKERS"]), max_batch_size=64, max_wait_time=1)
    server.run()
