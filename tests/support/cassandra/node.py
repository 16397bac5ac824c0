"""A real Cassandra node of one's own, that can be stopped, killed and started again with the same data."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import NamedTuple

from tests.support.cassandra.jars import fetch_jars
from tests.support.polling import wait_for
from tests.support.ports import find_free_port

_HERE = Path(__file__).parent
_START_SECONDS = 120
_STOP_SECONDS = 60

# CQL's OPTIONS request and the beginning of its answer, SUPPORTED (native protocol 4, section 2): header only.
_CQL_OPTIONS = bytes([0x04, 0, 0, 0, 0x05, 0, 0, 0, 0])
_CQL_SUPPORTED = bytes([0x84, 0, 0, 0, 0x06])


class Ports(NamedTuple):
    """Where nodes listen; those of one ring have the same ports on different addresses."""

    native: int
    storage: int


class CassandraNode:
    """One node on a loopback address, on ports that were free, with its files in `folder`.

    Clients are told to reach it at `told_host`, where that is not `host`: there may be a proxy.
    """

    def __init__(
        self, folder: Path, host: str = "127.0.0.1", told_host: str = "", seed: str = "", ports: Ports | None = None
    ) -> None:
        ports = ports or find_free_ports()
        self.host = host
        self.port = ports.native
        self._told_host = told_host or host
        self.log = folder / "cassandra.log"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        places = {
            "folder": str(folder),
            "host": host,
            "told_host": self._told_host,
            "seed": seed or host,
            "native_port": ports.native,
            "storage_port": ports.storage,
        }
        self._configuration = folder / "cassandra.yaml"
        self._configuration.write_text(Template((_HERE / "cassandra.yaml").read_text()).substitute(places))

    def name_store(self, keyspace: str) -> str:
        """Name a store on it, as NUMBERFIGURE_STORE_URL does."""
        return f"cassandra://{self._told_host}:{self.port}/{keyspace}?dc=datacenter1"

    def start(self) -> None:
        """Start the node unless it runs, with the data that it has, and return when it answers CQL."""
        if self._process is not None:
            return
        jars = fetch_jars()
        command = [
            "java",
            f"@{_HERE / 'jvm.options'}",
            f"-Dcassandra.config={self._configuration.as_uri()}",
            f"-Dcassandra.storagedir={self._folder}",
            f"-Dlogback.configurationFile={_HERE / 'logback.xml'}",
            "-Dcassandra-foreground=yes",
            "-cp",
            f"{jars}/*",
            "org.apache.cassandra.service.CassandraDaemon",
        ]
        with self.log.open("ab") as log:
            # In a session of its own, since Ctrl-C is to end the test and not the store that it still asks.
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        deadline = time.monotonic() + _START_SECONDS
        while not answers_cql(self.host, self.port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"Cassandra did not start; the end of {self.log}:\n{self._read_log_end()}")
            time.sleep(0.2)

    def stop(self) -> None:
        """End the node as an operator would, with SIGTERM, and wait until it is gone."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the node as a crash would, with SIGKILL."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Freeze the node: it accepts connections and answers nothing. Its threads stop one after another."""
        self._signal(signal.SIGSTOP)
        if process := self._process:
            wait_for(lambda: set(_read_thread_states(process.pid)) == {"T"})

    def resume(self) -> None:
        """Let a frozen node go on."""
        self._signal(signal.SIGCONT)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        self._signal(number)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _read_log_end(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-30:])


def _read_thread_states(pid: int) -> Iterator[str]:
    """Read the state of each thread of a process, a letter as `ps` has it: T for stopped."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        # The name before it is in brackets, and may hold anything.
        yield (thread / "stat").read_text().rpartition(")")[2].split()[0]


def answers_cql(host: str, port: int) -> bool:
    """Tell whether something that speaks CQL answers there."""
    try:
        with socket.create_connection((host, port), timeout=2) as connection:
            connection.sendall(_CQL_OPTIONS)
            return connection.recv(9)[:5] == _CQL_SUPPORTED
    except OSError:
        return False


def find_free_ports() -> Ports:
    """Find ports that nobody listens on."""
    return Ports(find_free_port(), find_free_port())
