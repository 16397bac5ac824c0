"""Supervisor (supervisord.org) as a library, with a meaning of its own for SIGHUP and words for the terminal."""

import contextlib
import signal
import time
from pathlib import Path

from supervisor import events
from supervisor.medusa.asyncore_25 import ExitNow
from supervisor.options import ServerOptions
from supervisor.states import SupervisorStates
from supervisor.supervisord import Supervisor

from compose.local.handover import Handover
from shared.settings import Settings

CONFIGURATION = Path(__file__).with_name("supervisord.conf")
LONGEST_PAUSE_SECONDS = 3
"""Between two attempts to start what fails at once, as Redis does while its disk is full. Supervisor's own pauses grow
without end, and would keep it away for long after there is room again."""

WORKERS = ("worker-0", "worker-1")
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


def supervise(settings: Settings, logs: Path) -> None:
    """Run what supervisord.conf names until a signal ends it, and all of it has stopped."""
    options = ServerOptions()
    options.realize(["-c", str(CONFIGURATION)])
    options.first = True
    options.test = False
    # This is how Supervisor says that everything has stopped.
    with contextlib.suppress(ExitNow):
        LocalSupervisor(options, settings, logs).main()
    options.close_httpservers()
    options.close_logger()


class LocalSupervisor(Supervisor):  # type: ignore[misc]
    """Supervisor for one machine with a person at the terminal."""

    def __init__(self, options: ServerOptions, settings: Settings, logs: Path) -> None:
        super().__init__(options)
        self._settings = settings
        self._logs = logs

    def runforever(self) -> None:
        """Run, and tell the terminal what it should know."""
        events.subscribe(events.ProcessLogStdoutEvent, lambda event: print(event.data.decode().rstrip(), flush=True))
        events.subscribe(events.ProcessStateBackoffEvent, self._shorten_pause)
        events.subscribe(events.ProcessStateBackoffEvent, self._tell_of_death)
        events.subscribe(events.ProcessStateExitedEvent, self._tell_of_death)
        programs = self.process_groups["numberfigure"].processes
        self._web = programs["web"]
        self._handover = Handover(self._settings, [programs[name] for name in WORKERS])
        super().runforever()

    def handle_signal(self) -> None:
        """Stop, or, for SIGHUP, replace web's processes behind their socket and the worker by another one.

        Supervisor calls this all the while, with a signal or without.
        """
        received = self.options.get_signal()
        if received == signal.SIGHUP:
            self._web.signal(signal.SIGHUP)
            self._handover.ask_for()
        elif received in STOP_SIGNALS:
            self.options.mood = SupervisorStates.SHUTDOWN
        if self.options.mood == SupervisorStates.RUNNING:
            self._handover.go_on()

    def _shorten_pause(self, event: events.ProcessStateEvent) -> None:
        event.process.delay = min(event.process.delay, time.time() + LONGEST_PAUSE_SECONDS)

    def _tell_of_death(self, event: events.ProcessStateEvent) -> None:
        if not getattr(event, "expected", False):
            name = event.process.config.name
            print(f"{name} ended unexpectedly and is started again; see {self._logs / name}.log", flush=True)
