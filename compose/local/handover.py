"""The handover from a worker to its successor: it stops when the new one has joined, so that somebody always works."""

import contextlib
import os
import socket
import time
from collections.abc import Sequence
from typing import Any

from supervisor.states import RUNNING_STATES

from shared.queue.connection import QueueUnavailableError
from shared.queue.workers import WorkerRegistry
from shared.settings import Settings

LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 180
"""For the new worker to join; beyond that the old one goes on alone."""


class Handover:
    """Two places for a worker, of which one is free unless a handover is under way. Supervisor calls them processes."""

    def __init__(self, settings: Settings, places: Sequence[Any]) -> None:
        self._registry = WorkerRegistry(settings)
        self._wanted = settings.worker_processes
        self._taken, self._free = places
        self._free.config.autostart = False
        self._is_asked_for = False
        self._until: float | None = None
        self._look_at = 0.0

    def ask_for(self) -> None:
        """Have a new worker take over, once more should one be about to."""
        self._is_asked_for = True

    def go_on(self) -> None:
        """Take the next step when it is time; called all the while."""
        now = time.monotonic()
        if now < self._look_at:
            return
        self._look_at = now + LOOK_SECONDS
        if self._until is not None:
            self._await_successor(now)
        elif self._free.pid:
            # It had just died by itself when it was to stop, and Supervisor has started it again; or it is stopping.
            if self._free.state in RUNNING_STATES:
                self._free.stop()
        elif self._is_asked_for:
            self._is_asked_for = False
            self._until = now + PATIENCE_SECONDS
            self._free.spawn()

    def _await_successor(self, now: float) -> None:
        """Stop the old worker if the new one has joined, or the new one if it never does."""
        if self._has_joined():
            self._taken, self._free = self._free, self._taken
        elif now < (self._until or 0):
            return
        else:
            print("The new worker did not join in time; the old one goes on.", flush=True)
        # It has five seconds to finish its batch.
        self._free.stop()
        self._until = None

    def _has_joined(self) -> bool:
        """Tell whether the new worker's pool has joined: its processes are in the group that the worker leads."""
        joined = 0
        # Whatever is wrong with what is listed, perhaps by another version's worker, must not end the supervisor.
        with contextlib.suppress(QueueUnavailableError, ValueError):
            for worker in self._registry.list_workers():
                host, _, pid = worker.name.rpartition(":")
                with contextlib.suppress(ProcessLookupError):
                    joined += host == socket.gethostname() and os.getpgid(int(pid)) == self._free.pid
        return joined >= self._wanted
