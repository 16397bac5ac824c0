"""`python -m worker.health`: has this machine's worker joined, and was it heard of in the last seconds?

For containers, whose host name is the first part of the names of their pool's processes. A worker joins when its model
is warm and has read known digits right, and a watchdog of its own ends it when it hangs; so this tells when to count on
it, and whether its pool is whole.
"""

import socket
import sys

from shared.errors import SettingsError
from shared.queue.connection import QueueUnavailableError
from shared.queue.workers import WorkerRegistry
from shared.settings import load_settings


def main() -> None:
    """Exit with 0 if every process of the pool has joined."""
    settings = load_settings()
    try:
        workers = WorkerRegistry(settings).list_workers()
    except QueueUnavailableError as error:
        # No worker is at fault; whoever restarts unhealthy ones would only make the outage longer.
        print(f"nothing is known: {error.detail}")
        return
    joined = sum(worker.name.partition(":")[0] == socket.gethostname() for worker in workers)
    if joined < settings.worker_processes:
        sys.exit(f"{joined} of {settings.worker_processes} processes have joined")
    print(f"{joined} processes have joined")


if __name__ == "__main__":
    try:
        main()
    except SettingsError as error:
        sys.exit(error.detail)
