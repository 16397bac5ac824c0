"""Waiting for what will be true soon, with a deadline that only a failure reaches."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

DEADLINE_SECONDS = 20.0


def wait_for(ask: Callable[[], T], seconds: float = DEADLINE_SECONDS) -> T:
    """Ask again and again until the answer is truthy, and return it."""
    until = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        assert time.monotonic() < until, f"still {answer!r} after {seconds} s"
        time.sleep(0.01)
