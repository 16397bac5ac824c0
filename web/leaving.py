"""How a server process leaves: replaced by another one, or stopped for good, it lets nobody run into a closed door.

The signals come to the main thread of the process, in which the app is made, and Granian handles them in its own way
beside this one.
"""

import os
import signal
import threading
import time
from collections.abc import Callable

from flask import Flask, Response

REPLACE_SIGNAL = signal.SIGUSR1
"""Sent to a process that will be replaced, some seconds before it is stopped."""

STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}

PATIENCE_SECONDS = 3.0
"""How long those who wait for answers may go on waiting in a process that was asked to stop: its supervisor ends it
after five."""


def leave_politely(app: Flask, release_waiters: Callable[[], None]) -> None:
    """Close connections with an answer before a replacement; answer all who wait, as things are then, at a stop."""
    is_replaced = threading.Event()
    signal.signal(REPLACE_SIGNAL, lambda *_: is_replaced.set())

    @app.after_request
    def say_goodbye(response: Response) -> Response:
        # A connection that is closed between two requests is closed under a request that is already on its way. So each
        # is closed by an answer, and its client comes back to the process that takes over.
        if is_replaced.is_set():
            response.headers["Connection"] = "close"
        return response

    # Granian sets its handlers after the app was made, so that one of ours for these signals would be lost; but Python
    # writes the number of every signal that has a handler into a file of our choice.
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)

    def release_when_stopped() -> None:
        while not STOP_SIGNALS & set(os.read(reader, 64)):
            pass
        time.sleep(PATIENCE_SECONDS)
        release_waiters()

    threading.Thread(target=release_when_stopped, name="leaving", daemon=True).start()
