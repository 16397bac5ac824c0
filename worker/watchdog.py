"""The watchdog: notices that this process is given no work though there is some, and ends the worker."""

import os
import signal

import structlog

from shared.constants import PATIENT_BEATS, STARVING_BEATS

log = structlog.get_logger()


class Watchdog:
    """Looks at each beat whether work has come since the one before.

    Work comes through the pool's parent. Should that hang, its children live, are listed, and never work again. To ask
    it to stop is no use; so it is killed, its children go with it, and whoever supervises the worker starts another.
    """

    def __init__(self) -> None:
        self._rounds = 0
        self._hungry_beats = 0

    def look(self, rounds: int, is_busy: bool, overdue: int) -> None:
        """Count the beats in a row at which something was overdue and nothing came; `rounds` is how often work came."""
        is_hungry = rounds == self._rounds and not is_busy and overdue > 0
        self._hungry_beats = self._hungry_beats + 1 if is_hungry else 0
        self._rounds = rounds
        if self._hungry_beats >= (STARVING_BEATS if rounds else PATIENT_BEATS):
            log.critical("no work comes though there is some, the worker is ended", overdue=overdue)
            os.kill(os.getppid(), signal.SIGKILL)
            os._exit(1)
