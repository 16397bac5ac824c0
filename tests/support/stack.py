"""The whole of Numberfigure as `make run` starts it, on a free port and a folder of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.support.ports import find_free_port

REPOSITORY = Path(__file__).parents[2]
READY_SECONDS = 120
STOP_SECONDS = 10


class Stack:
    """Web, worker and Redis under their supervisor, in a session of their own."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        self.data_dir = data_dir
        self.port = find_free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._output = data_dir.parent / f"{data_dir.name}.out"

    def start(self) -> None:
        """Start, and wait until the address is printed, which is when a worker has joined."""
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "compose.local"],
                cwd=REPOSITORY,
                env=make_environment(self.port, self.data_dir, self._settings),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.wait_for_output(f"\nNumberfigure is ready at {self.url}\n")

    def wait_for_output(self, text: str, times: int = 1) -> None:
        """Wait until the supervisor has printed `text`."""
        until = time.monotonic() + READY_SECONDS
        while self.read_output().count(text) < times:
            assert self.supervisor.poll() is None, f"it ended: {self.read_output()}"
            assert time.monotonic() < until, f"not {text!r} in time: {self.read_output()}{self.read_logs()}"
            time.sleep(0.1)

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> float:
        """Stop it as a person or a service manager would, and return the seconds it took. Nothing may be left.

        One that was never started needs no stop.
        """
        started = time.monotonic()
        if self._process is None:
            return 0.0
        if self.supervisor.poll() is None:
            self.supervisor.send_signal(with_signal)
            self.supervisor.wait(timeout=3 * STOP_SECONDS)
        left = self.find_processes()
        for process in left:
            process.kill()
        assert not left, f"still there after the stop: {left}"
        return time.monotonic() - started

    @property
    def supervisor(self) -> subprocess.Popen[bytes]:
        """The process that `make run` is."""
        assert self._process is not None, "not started"
        return self._process

    def find_processes(self, containing: str = "") -> list[psutil.Process]:
        """Find the processes of its session whose command line contains a text."""
        found: list[psutil.Process] = []
        if self._process is None:
            return found
        for process in psutil.process_iter():
            try:
                ours = os.getsid(process.pid) == self._process.pid and process.status() != psutil.STATUS_ZOMBIE
                if ours and containing in " ".join(process.cmdline()):
                    found.append(process)
            except (psutil.Error, ProcessLookupError):
                continue
        return found

    def kill_parent(self, containing: str) -> int:
        """Kill with SIGKILL only the first of the processes whose command line contains a text; returns its id."""
        [first] = [each for each in self.find_processes(containing) if each.ppid() == self.supervisor.pid]
        first.kill()
        return first.pid

    def kill(self, containing: str) -> int:
        """Kill with SIGKILL, all at once, the processes whose command line contains a text; returns how many."""
        processes = self.find_processes(containing)
        for process in processes:
            process.kill()
        return len(processes)

    def read_output(self) -> str:
        """Read what the person at the terminal sees."""
        return self._output.read_text(errors="replace") if self._output.exists() else ""

    def read_logs(self) -> str:
        """Read the ends of the logs, for the message of a test that fails."""
        logs = sorted((self.data_dir / "logs").glob("*.log"))
        return "".join(f"\n--- {log.name}\n{log.read_text(errors='replace')[-3000:]}" for log in logs)


def make_environment(port: int, data_dir: Path, settings: dict[str, str]) -> dict[str, str]:
    """Make an environment in which the settings of the person who runs the tests do not matter, nor how many cores."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUMBERFIGURE_")}
    ours = {"PORT": str(port), "DATA_DIR": str(data_dir), "RATE_LIMIT": "0", "WORKER_PROCESSES": "1"} | settings
    return kept | {f"NUMBERFIGURE_{name}": value for name, value in ours.items()}
