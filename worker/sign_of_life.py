"""A file that tells whoever looks after the container that a process of the pool has joined and lives.

The list of workers in Redis tells the same, but asking it takes a third of a second of processor time, from each worker
and every few seconds.
"""

import contextlib
import time
from pathlib import Path

from shared.constants import WORKER_LIFE_MS

FOLDER = "alive"


class SignOfLife:
    """The file of one process, in DATA_DIR; young while the process lives. A disk that is full is no reason to die."""

    def __init__(self, data_dir: Path, name: str) -> None:
        self._folder = data_dir / FOLDER
        self._file = self._folder / name

    def show(self) -> None:
        """Make the file young again."""
        with contextlib.suppress(OSError):
            if not self._file.exists():
                self._folder.mkdir(parents=True, exist_ok=True)
                self._remove_old()
            self._file.touch()

    def remove(self) -> None:
        """Leave nothing behind."""
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _remove_old(self) -> None:
        """Remove the files of processes that were killed."""
        for file in self._folder.iterdir():
            if time.time() - file.stat().st_mtime > WORKER_LIFE_MS / 1000:
                file.unlink(missing_ok=True)
