"""The control: stock Celery on Redis, no pending index, under kills of its worker; it must be seen to lose."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celery import Celery

from shared.queue.connection import connect
from tests.faults.injector import LONGEST_PAUSE_SECONDS, SHORTEST_PAUSE_SECONDS
from tests.support.redis_server import RedisServer
from tests.support.stack import REPOSITORY

RATE = 150
POOL = 2
START_SECONDS = 2
"""A worker has begun to consume by then, so that it is killed at work and not at its start."""

WAIT_SECONDS = 60
"""For the last task: as long as the deadline of a person who waits, and more than the real one ever takes."""

Ids = set[str]


@dataclass(frozen=True)
class ControlReport:
    """What became of the tasks that were published."""

    published: int
    kills: int
    gone: Ids
    """Not run, and Redis knows nothing of them."""
    stuck: Ids
    """Not run in time; Redis gives them out again after an hour, the visibility time-out."""
    run_twice: int

    def describe(self) -> str:
        """Describe it in a line."""
        return (
            f"stock Celery: {self.published} published, {self.kills} kills of the worker, "
            f"{len(self.gone)} gone for good, {len(self.stuck)} stuck for an hour, {self.run_twice} run twice"
        )


class Control:
    """A stock worker with a Redis of its own, and what publishes to it."""

    def __init__(self, folder: Path) -> None:
        self._redis = RedisServer(folder)
        self._done = folder / "done"
        self._done.touch()
        broker = self._redis.url.replace("unix://", "redis+socket://")
        self._environment = os.environ | {"CONTROL_BROKER": broker, "CONTROL_DONE": str(self._done)}
        self._celery = Celery("control", broker=broker)
        self._published: Ids = set()
        self._stopping = threading.Event()

    def carry_out(self, kills: int, seed: int) -> ControlReport:
        """Publish all the while, kill and start the worker anew as often as said, wait, and compare."""
        rng = random.Random(seed)
        self._redis.start()
        publisher = threading.Thread(target=self._publish)
        publisher.start()
        worker = self._start_worker()
        try:
            for _ in range(kills):
                time.sleep(START_SECONDS + rng.uniform(SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS))
                assert worker.poll() is None, "the control's worker ended by itself"
                _kill_session(worker)
                worker = self._start_worker()
            self._stopping.set()
            publisher.join()
            self._await_the_rest()
            return self._compare(kills)
        finally:
            self._stopping.set()
            publisher.join()
            _kill_session(worker)
            self._redis.stop()

    def _start_worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "tests.faults.control_app", "worker"]
        return subprocess.Popen(
            [*command, "--concurrency", str(POOL), "--loglevel", "CRITICAL"],
            cwd=REPOSITORY,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _publish(self) -> None:
        while not self._stopping.wait(1 / RATE):
            task_id = str(uuid.uuid4())
            self._celery.send_task("control.note", args=[task_id], task_id=task_id)
            self._published.add(task_id)

    def _read_done(self) -> list[str]:
        return self._done.read_text().splitlines()

    def _await_the_rest(self) -> None:
        until = time.monotonic() + WAIT_SECONDS
        while self._published - set(self._read_done()) and time.monotonic() < until:
            time.sleep(1)

    def _compare(self, kills: int) -> ControlReport:
        done = Counter(self._read_done())
        missing = self._published - done.keys()
        stuck = missing & self._find_in_redis()
        twice = sum(1 for count in done.values() if count > 1)
        return ControlReport(len(self._published), kills, missing - stuck, stuck, twice)

    def _find_in_redis(self) -> Ids:
        """Find the tasks that Redis still holds, waiting or unacknowledged."""
        client: Any = connect(self._redis.url)
        waiting = [json.loads(message) for message in client.lrange("celery", 0, -1)]
        unacknowledged = [json.loads(message)[0] for message in client.hvals("unacked")]
        return {message["headers"]["id"] for message in waiting + unacknowledged}


def _kill_session(leader: subprocess.Popen[bytes]) -> None:
    """Kill a worker with its pool at once; the worker leads a process group of its own."""
    os.killpg(leader.pid, signal.SIGKILL)
    leader.wait()
