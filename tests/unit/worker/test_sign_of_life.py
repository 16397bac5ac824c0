"""The file by which a container's health is judged."""

import os
import time
from pathlib import Path

from worker.sign_of_life import SignOfLife


def list_young(data_dir: Path) -> set[str]:
    return {file.name for file in (data_dir / "alive").iterdir() if time.time() - file.stat().st_mtime < 5}


def test_a_file_is_young_while_its_process_shows_that_it_lives(tmp_path: Path) -> None:
    sign = SignOfLife(tmp_path, "host:1")
    sign.show()
    assert list_young(tmp_path) == {"host:1"}
    os.utime(tmp_path / "alive" / "host:1", (0, 0))
    assert list_young(tmp_path) == set()
    sign.show()
    assert list_young(tmp_path) == {"host:1"}


def test_who_leaves_leaves_nothing_and_who_was_killed_is_cleared_away_by_the_next(tmp_path: Path) -> None:
    left, killed = SignOfLife(tmp_path, "host:1"), SignOfLife(tmp_path, "host:2")
    left.show()
    killed.show()
    left.remove()
    os.utime(tmp_path / "alive" / "host:2", (0, 0))
    SignOfLife(tmp_path, "host:3").show()
    assert [file.name for file in (tmp_path / "alive").iterdir()] == ["host:3"]


def test_where_nothing_can_be_written_nobody_dies(tmp_path: Path) -> None:
    (tmp_path / "alive").write_text("in the way")
    sign = SignOfLife(tmp_path, "host:1")
    sign.show()
    sign.remove()
