"""What is measured, and of whom."""

from dataclasses import dataclass
from typing import Any, Protocol

from tests.bench.load_generator import BUILD, put_load
from tests.bench.pictures import BOARD, COLOUR, SMALL, write_pictures


class Server(Protocol):
    """Something that runs and reads pictures: ours, or a peer."""

    name: str
    port: int
    path: str
    part: str
    dialect: str

    def start(self) -> None:
        """Start, and wait until it reads pictures."""

    def stop(self) -> None:
        """End all of it."""


@dataclass(frozen=True)
class Workload:
    """Clients that each post one picture after the other and wait for its number; `figures` of it are told."""

    name: str
    kind: str
    clients: int
    what: str
    figures: tuple[str, ...] = ("rate",)


UNITS = {"rate": "images/s", "p50_ms": "p50 in ms", "p99_ms": "p99 in ms"}
WORKLOADS = {
    workload.name: workload
    for workload in (
        Workload("W1", SMALL, 32, "32 clients, a small PNG each"),
        Workload("W1b", SMALL, 64, "64 clients, a small PNG each"),
        Workload("W3", SMALL, 1, "one client, a small PNG", ("p50_ms", "p99_ms")),
        Workload("W4", COLOUR, 32, "32 clients, 500x500 RGB PNGs"),
        Workload("W7", BOARD, 32, "32 clients, drawings as the board sends them"),
    )
}


class Measuring:
    """Puts workloads on servers; every run begins where the one before stopped, so that no picture comes twice soon."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = 0

    def measure(self, workload: Workload, server: Server) -> dict[str, float]:
        """Measure once, and return the figures that are told. Raises BenchError."""
        report = self.report(workload, server)
        return {figure: report[figure] for figure in workload.figures}

    def report(self, workload: Workload, server: Server) -> dict[str, Any]:
        """Measure once, and return the whole report. Raises BenchError."""
        report = put_load(
            server.port,
            self._seconds,
            path=server.path,
            part=server.part,
            dialect=server.dialect,
            clients=workload.clients,
            pictures=write_pictures(BUILD, workload.kind),
            first=self._next,
        )
        self._next += report["total"]
        return report
