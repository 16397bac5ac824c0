"""Workers beside the one that the supervisor starts: as on other machines, they share Redis and the store."""

import subprocess
import sys
from collections.abc import Mapping

STOP_SECONDS = 30


class MoreWorkers:
    """So many workers more."""

    def __init__(self, count: int, environment: Mapping[str, str]) -> None:
        self._count = count
        self._environment = environment
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start them."""
        for _ in range(self._count):
            self._processes.append(
                subprocess.Popen(
                    [sys.executable, "-m", "worker"],
                    env=self._environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            )

    def stop(self) -> None:
        """Let each finish its batch."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(timeout=STOP_SECONDS)
