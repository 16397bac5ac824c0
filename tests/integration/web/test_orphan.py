"""A server process does not outlive its parent, however early that is killed."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from shared.settings import Settings
from tests.support.polling import wait_for
from tests.support.ports import find_free_port
from tests.support.stack import make_environment


def is_gone(process: psutil.Process) -> bool:
    """Tell whether a process has ended; nobody may have collected it yet."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.parametrize("is_young", [True, False])
def test_a_child_goes_with_its_parent(settings: Settings, tmp_path: Path, is_young: bool) -> None:
    port = find_free_port()
    environment = make_environment(port, tmp_path, {"REDIS_URL": settings.redis_url})
    parent = subprocess.Popen([sys.executable, "-m", "web"], env=environment, stderr=subprocess.DEVNULL)
    [child] = wait_for(psutil.Process(parent.pid).children)
    if not is_young:
        wait_for(lambda: any(connection.status == psutil.CONN_LISTEN for connection in child.net_connections()))
        wait_for(lambda: child.num_threads() > 2)
    parent.kill()
    parent.wait()
    wait_for(lambda: is_gone(child))
