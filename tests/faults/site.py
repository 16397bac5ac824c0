"""What is harmed: the whole stack as `make run` starts it, with the store that was chosen, and the way to its parts."""

import contextlib
from pathlib import Path

import psutil

from shared.queue.connection import QueueUnavailableError
from shared.queue.submissions import SubmissionQueue
from shared.queue.workers import WorkerRegistry
from shared.settings import load_settings
from tests.support.cassandra.node import CassandraNode
from tests.support.stack import Stack, make_environment

ROOTS = {"web": "-m web", "worker": "-m worker", "redis": "redis-server"}
"""The parts that the supervisor starts, and how their command lines are told apart."""


class Site:
    """A running Numberfigure of its own. Its folder's path must be short: Redis's socket lies in it."""

    def __init__(self, folder: Path, store: str = "sqlite", **settings: str) -> None:
        self.cassandra = _make_node(folder) if store == "cassandra" else None
        store_url = (
            f"cassandra://{self.cassandra.host}:{self.cassandra.port}/faults?dc=datacenter1" if self.cassandra else ""
        )
        given = {"STORE_URL": store_url} | settings
        self.stack = Stack(folder / "var", **given)
        self.history = folder / "history.jsonl"
        embedded_redis = {"REDIS_URL": f"unix://{self.stack.data_dir / 'redis' / 'redis.sock'}"}
        self.settings = load_settings(make_environment(self.stack.port, self.stack.data_dir, given | embedded_redis))
        self.queue = SubmissionQueue(self.settings)
        self._registry = WorkerRegistry(self.settings)

    def start(self) -> None:
        """Start all parts, and wait until a worker has joined."""
        if self.cassandra:
            self.cassandra.start()
        self.stack.start()

    def stop(self) -> None:
        """Stop all parts; frozen ones are let go on first."""
        for process in self.stack.find_processes():
            with contextlib.suppress(psutil.Error):
                process.resume()
        try:
            self.stack.stop()
        finally:
            if self.cassandra:
                self.cassandra.resume()
                self.cassandra.stop()

    def find_root(self, part: str) -> psutil.Process | None:
        """Find the process of a part that the supervisor itself started, if it lives."""
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

    def count_answered(self) -> int | str:
        """Count what was answered since the start, for the progress."""
        try:
            totals = self.queue.read_totals()
        except QueueUnavailableError:
            return "?"
        return sum(totals.get(status, 0) for status in ("succeeded", "failed", "canceled"))


def _make_node(folder: Path) -> CassandraNode:
    files = folder / "cassandra"
    files.mkdir()
    return CassandraNode(files)
