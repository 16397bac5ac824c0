"""Says on stderr how far something is that takes long."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

# Nothing is said of what is done within this many seconds.
PATIENCE = 2.0
# Seconds between two lines: a terminal's line is written over, a log's stays.
TERMINAL_PAUSE, LOG_PAUSE = 0.5, 30.0


def show_progress(items: Iterable[Item], what: str, total: int) -> Iterator[Item]:
    """Pass items on, and say how many of `total` there were."""
    on_terminal = sys.stderr.isatty()
    due = time.monotonic() + PATIENCE
    shown = False
    for done, item in enumerate(items, start=1):
        yield item
        if time.monotonic() >= due:
            due = time.monotonic() + (TERMINAL_PAUSE if on_terminal else LOG_PAUSE)
            shown = True
            line = f"{what}: {done:,} of {total:,} ({done / total:.0%})"
            print(
                f"\r\033[K{line}" if on_terminal else line, end="" if on_terminal else "\n", file=sys.stderr, flush=True
            )
    if shown and on_terminal:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
