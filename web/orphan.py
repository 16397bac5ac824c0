"""A server process whose first process was killed must go too: it holds the address that the next one needs."""

import os
import signal
import threading
import time

LOOK_SECONDS = 0.5


def end_with_parent() -> None:
    """Have this process finish its requests and stop when its parent has died."""
    parent = os.getppid()
    threading.Thread(target=_watch, args=[parent], name="orphan", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
