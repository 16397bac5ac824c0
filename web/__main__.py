"""`python -m web` serves until SIGTERM; SIGHUP replaces its processes without refusing a connection."""

import contextlib
import os
import resource
import signal
import socket
import sys
from typing import Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from shared.errors import SettingsError
from shared.settings import load_settings
from web.leaving import REPLACE_SIGNAL

DRAIN_SECONDS = 35
"""A process that is asked to stop may finish its requests for this long, the longest wait included."""

REPLACE_SECONDS = 4.0
"""A new process is up by then, and until then the old one asks its clients to come back on another connection."""

MOST_CONNECTIONS = 4096
"""Connections that each process holds open."""


class SharedSocketServer(MPServer):
    """Granian, but with one listening socket that its first process keeps open, and a warning before a replacement.

    On Linux each process would open its own (SO_REUSEPORT), and what waits in the backlog of one that stops is
    refused. In the shared backlog connections wait for whichever process is there.
    """

    def _init_shared_socket(self) -> None:
        family = socket.AF_INET6 if ":" in self.bind_addr else socket.AF_INET
        listener = socket.create_server((self.bind_addr, self.bind_port), family=family, backlog=self.backlog)
        listener.set_inheritable(True)
        # Connections inherit this; without it the second part of an answer waits 40 ms for an acknowledgement.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        holder: Any = SocketHolder
        # Granian's types say None for these, since it shares a socket on systems other than Linux only.
        shared = holder(listener.fileno(), False, self.backlog)
        vars(self).update(_ssp=None, _shd=shared, _sso=listener, _sfd=listener.fileno())

    def _reload(self, spawn_target: Any, target_loader: Any) -> None:
        processes: list[Any] = self.wrks  # Granian leaves this method, and those of its processes, without types.
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.inner.pid, REPLACE_SIGNAL)
        super()._reload(spawn_target, target_loader)  # type: ignore[no-untyped-call]


def allow_many_files(wanted: int) -> None:
    """Ask for as many open files as connections may need; many systems give 1024 to those who ask for nothing."""
    given, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    if given < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))


def serve() -> None:
    """Serve the app on the address of the settings."""
    settings = load_settings()
    allow_many_files(2 * MOST_CONNECTIONS)
    # Inherited by processes that are too young to know what it means.
    signal.signal(REPLACE_SIGNAL, signal.SIG_IGN)
    SharedSocketServer(
        "web.app:create_from_environment",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.web_processes,
        blocking_threads=settings.web_threads,
        # Granian counts connections here, idle ones too. Their requests wait for a thread, never long, since those who
        # wait for answers cannot take all threads.
        backpressure=MOST_CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=REPLACE_SECONDS,
        workers_kill_timeout=DRAIN_SECONDS,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    try:
        serve()
    except SettingsError as error:
        sys.exit(error.detail)
