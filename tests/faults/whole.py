"""Whether a part that was harmed is whole again: its processes replaced, and answering."""

import httpx

from shared.queue.connection import QueueUnavailableError
from tests.faults.site import Site

ANSWER_SECONDS = 5


def is_whole(site: Site, part: str, harmed: set[int]) -> bool:
    """Tell whether none of the harmed processes is left, and the part does its work."""
    tree = {process.pid for process in site.find_tree(part)} if part != "cassandra" else set()
    if tree & harmed:
        return False
    match part:
        case "worker":
            # A dead worker stays listed for a while, so those count that also live.
            return len(tree & site.list_joined()) >= site.settings.worker_processes
        case "web":
            return len(tree) > 1 and _answers(f"{site.stack.url}/healthz")
        case "redis":
            return bool(tree) and _takes_writes(site)
        case _:
            # CassandraNode.start returns when it answers.
            return True


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=ANSWER_SECONDS).status_code == 200
    except httpx.TransportError:
        return False


def _takes_writes(site: Site) -> bool:
    try:
        site.queue.check()
    except QueueUnavailableError:
        return False
    return True
