"""A disk small enough to be filled."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

CHUNK = bytes(1 << 16)
MOUNT = "mount"


@contextlib.contextmanager
def mount_small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """Mount a file system in memory on a new folder; skips the test where that is not allowed."""
    folder.mkdir()
    if os.geteuid() != 0 or shutil.which(MOUNT) is None:
        pytest.skip("small disk: mounting one needs root")
    command = [MOUNT, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"small disk: {done.stderr.strip()}")
    try:
        yield
    finally:
        # What still holds a file open there may go on holding it.
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.contextmanager
def fill_disk(folder: Path) -> Iterator[None]:
    """Leave no byte free on the disk that a folder is on, until the end."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while True:
                file.write(CHUNK)
        with contextlib.suppress(OSError):
            while True:
                file.write(CHUNK[:1])
        yield
    ballast.unlink()
