"""Numberfigure itself, as `make run` starts it, with the settings that are shipped but for the rate limit."""

from pathlib import Path

from tests.bench.figures import OURS
from tests.support.stack import Stack

SECRET = "the benchmark's secret, with which it makes owners' tokens"


class OurServer:
    """A stack with what the load generator has to know."""

    path = "/v1/predictions"
    part = ""
    dialect = "numberfigure"

    def __init__(self, data_dir: Path, name: str = OURS, **settings: str) -> None:
        self.name = name
        # 0 is what is shipped: a process for each core.
        self._stack = Stack(data_dir, SECRET_KEY=SECRET, WORKER_PROCESSES="0", **settings)
        self.port = self._stack.port
        self.url = self._stack.url

    def start(self) -> None:
        """Start, and wait until a worker has joined."""
        self._stack.start()

    def stop(self) -> None:
        """End all of it."""
        self._stack.stop()
