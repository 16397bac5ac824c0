"""Starting and stopping the peers, in a virtual environment of their own, which is made at the first use."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load_generator import BUILD, BenchError, put_load
from tests.bench.pictures import SMALL, write_pictures
from tests.support.ports import find_free_port
from tests.support.redis_server import RedisServer
from tests.support.stack import REPOSITORY

ENVIRONMENT = BUILD / "peers"
REQUIREMENTS = REPOSITORY / "requirements" / "peers.txt"
START_SECONDS = 90
STOP_SECONDS = 15
# With two, one for each core, all of them were slower on 2 cores, as the front ends want some, too.
WORKERS = "1"


@dataclass(frozen=True)
class Peer:
    """How a peer is started, `{port}` being filled in, and where pictures go."""

    name: str
    commands: tuple[str, ...]
    path: str
    part: str = ""


_MODULE = "python -m tests.bench.peers."
_TUTORIAL = "tests.bench.peers.tutorial_app"
PEERS = {
    peer.name: peer
    for peer in (
        Peer("mosec", (_MODULE + "mosec_server",), "/inference"),
        Peer("litserve", (_MODULE + "litserve_server",), "/predict", "request"),
        Peer(
            "bentoml",
            ("bentoml serve tests.bench.peers.bentoml_service:Reading --host 127.0.0.1 --port {port}",),
            "/read",
            "pictures",
        ),
        # Threads enough for all clients, and a worker's process for each core, as Celery does by itself.
        Peer(
            "tutorial",
            (
                f"celery --app {_TUTORIAL}:celery worker --loglevel WARNING",
                f"gunicorn -k gthread --threads 96 -b 127.0.0.1:{{port}} {_TUTORIAL}:app",
            ),
            "/predict",
        ),
    )
}


def install_peers() -> None:
    """Make their virtual environment where it is missing or older than its lock file. Raises BenchError."""
    stamp = ENVIRONMENT / "installed"
    if stamp.exists() and stamp.stat().st_mtime > REQUIREMENTS.stat().st_mtime:
        return
    print("Installing the peers into build/bench/peers (about a minute) ...", flush=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        python = ENVIRONMENT / "bin" / "python"
        uv = Path(sys.executable).with_name("uv")
        install = [uv, "pip", "install", "--quiet", "--require-hashes", "--python", python, "-r", REQUIREMENTS]
        subprocess.run(install, check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise BenchError(f"The peers cannot be installed ({error}).") from None
    stamp.touch()


class PeerServer:
    """A peer that runs."""

    dialect = "direct"

    def __init__(self, peer: Peer, folder: Path) -> None:
        self.name = peer.name
        self.path = peer.path
        self.part = peer.part
        self.port = find_free_port()
        self._peer = peer
        self._folder = folder / peer.name
        self._processes: list[subprocess.Popen[bytes]] = []
        self._redis: RedisServer | None = None

    def start(self) -> None:
        """Start it, and wait until it reads a picture right. Raises BenchError."""
        self._folder.mkdir(parents=True)
        environment = self._make_environment()
        for number, command in enumerate(self._peer.commands):
            program, *arguments = command.format(port=self.port).split()
            with (self._folder / f"{number}.log").open("wb") as log:
                self._processes.append(
                    subprocess.Popen(
                        [ENVIRONMENT / "bin" / program, *arguments],
                        cwd=REPOSITORY,
                        env=environment,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )
                )
        self._await_answer()

    def stop(self) -> None:
        """End its processes."""
        for process in self._processes:
            self._signal(process, signal.SIGTERM)
        for process in self._processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)
            self._signal(process, signal.SIGKILL)
        if self._redis is not None:
            self._redis.stop()

    def _make_environment(self) -> Mapping[str, str]:
        own = {"PORT": str(self.port), "WORKERS": WORKERS, "PYTHONPATH": str(REPOSITORY)}
        quiet = {"BENTOML_DO_NOT_TRACK": "1", "BENTOML_HOME": str(self._folder)}
        if self.name == "tutorial":
            # Ours, too, without a file to sync: what a tutorial has.
            self._redis = RedisServer(self._folder, options=("--appendonly", "no"))
            self._redis.start()
            own["REDIS"] = self._redis.url.replace("unix://", "redis+socket://")
        return os.environ | own | quiet

    def _await_answer(self) -> None:
        pictures = write_pictures(BUILD, SMALL)
        until = time.monotonic() + START_SECONDS
        while True:
            if any(process.poll() is not None for process in self._processes):
                raise BenchError(f"{self.name} ended: {self._read_log()}")
            try:
                put_load(self.port, 0.2, path=self.path, part=self.part, clients=1, pictures=pictures, first=9000)
            except BenchError as error:
                if time.monotonic() > until:
                    raise BenchError(f"{self.name} does not answer ({error}): {self._read_log()}") from None
                time.sleep(0.5)
            else:
                return

    def _read_log(self) -> str:
        return "".join(log.read_text(errors="replace")[-2000:] for log in sorted(self._folder.glob("*.log")))

    @staticmethod
    def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
