"""Programs for which libfaketime is preloaded sleep all the same: this is no fault, but mends one.

`time.sleep` asks for the moment at which to wake, by the clock that only counts. Libfaketime 0.9.10 takes that for one
of the faked clock, and asks Linux for a moment before all time, which it refuses. A wait for nothing has a duration.
"""

import select
import time


def sleep(seconds: float) -> None:
    """Sleep for so many seconds."""
    select.select([], [], [], seconds)


time.sleep = sleep
# Nothing of ours is patched.
PATCHES = {}
