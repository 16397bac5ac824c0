"""A server process whose first process was killed must go too: it holds the address that the next one needs."""

import multiprocessing
import os
import signal
import threading
import time

LOOK_SECONDS = 0.5

GRACE_SECONDS = 5.0
"""For its requests; then it ends as it is."""


def end_with_parent() -> None:
    """Have this process finish its requests and stop when its parent has died, perhaps before it came to this line."""
    parent = multiprocessing.parent_process()
    pid = os.getppid() if parent is None or parent.pid is None else parent.pid
    threading.Thread(target=_watch, args=[pid], name="orphan", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    until = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < until:
        # Asked more than once: one that has just been started does not listen to signals yet.
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
