"""What is harmed: the whole stack as `make run` starts it, with the store that was chosen, and the way to its parts."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import psutil

from shared.queue.connection import QueueUnavailableError
from shared.queue.submissions import SubmissionQueue
from shared.queue.workers import WorkerRegistry
from shared.settings import load_settings
from tests.faults.more_workers import MoreWorkers
from tests.faults.wiring import CASSANDRA_WIRE, Wiring
from tests.support.cassandra.node import CassandraNode
from tests.support.cassandra.ring import CassandraRing
from tests.support.polling import wait_for
from tests.support.stack import READY_SECONDS, Stack, make_environment

KEYSPACE = "faults"

ROOTS = {"web": "-m web", "worker": "-m worker", "redis": "redis-server"}
"""The parts that the supervisor starts, and how their command lines are told apart."""


class Site:
    """A running Numberfigure of its own. Its folder's path must be short: Redis's socket lies in it.

    Its store is SQLite, or Cassandra with one node or, as a ring, with three. A wired site reaches Redis and Cassandra
    through a proxy, and its Redis is one that nobody supervises. More workers than one are never harmed.
    """

    def __init__(
        self, folder: Path, store: str = "sqlite", wired: bool = False, more_workers: int = 0, **settings: str
    ) -> None:
        self.wiring = Wiring(folder) if wired else None
        self.cassandra = _make_node(folder, wired) if store == "cassandra" else None
        self.ring = CassandraRing(folder / "ring") if store == "ring" else None
        self.cluster = self.cassandra or self.ring
        given = {"STORE_URL": self.cluster.name_store(KEYSPACE)} if self.cluster else {}
        if self.wiring:
            given["REDIS_URL"] = self.wiring.redis_url
        given |= settings
        self.stack = Stack(folder / "var", **given)
        self.history = folder / "history.jsonl"
        embedded_redis = {"REDIS_URL": f"unix://{self.stack.data_dir / 'redis' / 'redis.sock'}"}
        shared = embedded_redis | given
        self.settings = load_settings(make_environment(self.stack.port, self.stack.data_dir, shared))
        self.queue = SubmissionQueue(self.settings)
        self._registry = WorkerRegistry(self.settings)
        self._others = MoreWorkers(more_workers, make_environment(self.stack.port, self.stack.data_dir, shared))
        self._workers = 1 + more_workers

    def start(self) -> None:
        """Start all parts, and wait until a worker has joined."""
        if self.cluster:
            self.cluster.start()
        if self.wiring:
            self.wiring.start(self.cassandra)
        self.stack.start()
        self._others.start()
        everybody = self.settings.worker_processes * self._workers
        wait_for(lambda: len(self.list_joined()) >= everybody, READY_SECONDS)

    def stop(self) -> None:
        """Stop all parts; frozen ones are let go on first."""
        for process in self.stack.find_processes():
            with contextlib.suppress(psutil.Error):
                process.resume()
        self._others.stop()
        try:
            self.stack.stop()
        finally:
            if self.wiring:
                self.wiring.stop()
            if self.cluster:
                self.cluster.resume()
                self.cluster.stop()

    @contextlib.contextmanager
    def running(self) -> Iterator[Self]:
        """Start all parts, and stop them in the end, however it ends."""
        try:
            self.start()
            yield self
        finally:
            self.stop()

    def find_root(self, part: str) -> psutil.Process | None:
        """Find the process of a part that the supervisor itself started, if it lives, or the Redis of a wired site."""
        if part == "redis" and self.wiring:
            return psutil.Process(self.wiring.redis.pid)
        for process in self.stack.find_processes(ROOTS[part]):
            with contextlib.suppress(psutil.Error):
                if process.ppid() == self.stack.supervisor.pid:
                    return process
        return None

    def find_tree(self, part: str) -> list[psutil.Process]:
        """Find all processes of a part, the one that the supervisor started first."""
        root = self.find_root(part)
        if root is None:
            return []
        try:
            return [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def list_joined(self) -> set[int]:
        """List the processes of the workers that have joined; none where Redis does not answer."""
        try:
            return {int(worker.name.rpartition(":")[2]) for worker in self._registry.list_workers()}
        except QueueUnavailableError:
            return set()

    def has_worked(self) -> bool:
        """Tell whether a process of the worker that is harmed has answered something."""
        pool = {process.pid for process in self.find_tree("worker")[1:]}
        try:
            workers = self._registry.list_workers()
        except QueueUnavailableError:
            return False
        answered = {int(worker.name.rpartition(":")[2]) for worker in workers if worker.answered}
        return bool(pool & answered)

    def count_answered(self) -> int | str:
        """Count what was answered since the start, for the progress."""
        try:
            totals = self.queue.read_totals()
        except QueueUnavailableError:
            return "?"
        return sum(totals.get(status, 0) for status in ("succeeded", "failed", "canceled"))


def _make_node(folder: Path, wired: bool) -> CassandraNode:
    files = folder / "cassandra"
    files.mkdir()
    return CassandraNode(files, told_host=CASSANDRA_WIRE if wired else "")
