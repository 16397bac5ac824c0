"""What prevents a start is said in one line."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.stack import REPOSITORY, STOP_SECONDS, Stack, make_environment


@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_within_ten_seconds(own_stack: Stack, with_signal: signal.Signals) -> None:
    own_stack.start()
    assert own_stack.stop(with_signal) < STOP_SECONDS
    assert own_stack.supervisor.returncode == 0
    assert own_stack.read_output().endswith("Numberfigure has stopped.\n")


def try_to_start(data_dir: Path, port: int, **settings: str) -> str:
    """Start what cannot start, and return the one line that it says."""
    result = subprocess.run(
        [sys.executable, "-m", "compose.local"],
        cwd=REPOSITORY,
        env=make_environment(port, data_dir, settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port}" in try_to_start(tmp_path, port)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("PORT", "eight"), ("STORE_URL", "mysql://x"), ("RUNTIME", "torch"), ("MAX_PENDING", "0"), ("MODEL", "/nowhere")],
)
def test_a_wrong_setting_is_named(tmp_path: Path, setting: str, value: str) -> None:
    said = try_to_start(tmp_path, 8000, **{setting: value})
    assert setting in said or value in said


def test_a_second_start_on_the_same_data_is_refused(stack: Stack) -> None:
    assert str(stack.data_dir) in try_to_start(stack.data_dir, 1)
