"""Workers that do nothing for a while, so that a test can see what waits."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.stack import Stack


@contextmanager
def suspended_worker(stack: Stack) -> Iterator[None]:
    """Let the worker of a stack do nothing meanwhile."""
    processes = stack.find_processes("-m worker")
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()
