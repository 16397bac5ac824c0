"""Secrets that are made once: one for all processes, readable for nobody else."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from shared.secret import load_or_make_secret, make_secret

REPOSITORY = Path(__file__).parents[3]

# Waits for a line, so that many processes begin together.
PROGRAM = """
import sys
from pathlib import Path
from shared.secret import load_or_make_secret
print("ready", flush=True)
sys.stdin.readline()
print(load_or_make_secret("", Path(sys.argv[1]), "key"))
"""


def make_together(data_dir: Path, count: int) -> list[str]:
    """Make the secret in many processes at once."""
    command = [sys.executable, "-c", PROGRAM, str(data_dir)]
    processes = [
        subprocess.Popen(command, cwd=REPOSITORY, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(count)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0] * count
    return outputs


def test_a_given_secret_is_taken_and_none_is_made(tmp_path: Path) -> None:
    assert load_or_make_secret("given", tmp_path, "key") == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_secret_is_made_once_long_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "not yet there"
    secret = load_or_make_secret("", folder, "key")
    assert len(secret) >= 40
    assert load_or_make_secret("", folder, "key") == secret
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["key"]


def test_two_names_have_two_secrets(tmp_path: Path) -> None:
    assert load_or_make_secret("", tmp_path, "a") != load_or_make_secret("", tmp_path, "b")


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    secrets = make_together(tmp_path, 8)
    assert set(secrets) == {(tmp_path / "key").read_text()}


def test_another_container_where_a_process_has_the_same_id_agrees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link
    others: list[str] = []

    def link_after_the_other(source: Path, target: Path) -> None:
        if not others:
            others.append("")
            others.append(load_or_make_secret("", tmp_path, "key"))
        link(source, target)

    monkeypatch.setattr(os, "link", link_after_the_other)
    mine = load_or_make_secret("", tmp_path, "key")
    assert others == ["", mine]
    assert (tmp_path / "key").read_text() == mine


def test_no_letter_of_a_secret_means_anything_to_a_program() -> None:
    # Shows a gap in shared/secret.py: one of 64 began with a hyphen, which `cqlsh -p` took for an option.
    assert re.fullmatch("[0-9a-f]{64}", make_secret())
    assert make_secret() != make_secret()
