"""Patience with a Redis that is away for a moment."""

import time
from collections.abc import Callable
from typing import TypeVar

from shared.constants import OUTAGE_SECONDS
from shared.queue.connection import QueueUnavailableError

PAUSE_SECONDS = 0.2

Result = TypeVar("Result")


def through_outage(call: Callable[[], Result]) -> Result:
    """Call, again and again while Redis is away, so that its restart costs no batch that is in hand.

    Raises QueueUnavailableError when it stays away.
    """
    until = time.monotonic() + OUTAGE_SECONDS
    while True:
        try:
            return call()
        except QueueUnavailableError:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE_SECONDS)
