"""`python -m tests.faults.recovery` kills a worker amid a burst of submissions, and times the last answer.

With two workers the other one takes over what the dead one held when its lease has run out; with one, a new worker must
start first. Prints each round, and exit status 1 where an answer is missing.
"""

import argparse
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.faults.pictures import make_picture
from tests.faults.site import Site
from tests.faults.whole import is_whole
from tests.support.polling import wait_for
from tests.support.visitor import Visitor

SUBMITTERS = 8
BACK_SECONDS = 120


def main() -> int:
    """Kill, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.recovery",
        description=__doc__,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--burst", type=int, default=400, help="submissions of a round")
    parser.add_argument("--workers", type=int, default=2, help="workers; the first one is killed")
    parser.add_argument("--store", choices=["sqlite", "cassandra"], default="sqlite", help="where answers are kept")
    parser.add_argument("--runtime", choices=["litert", "tensorflow"], default="tensorflow", help="what runs the CNN")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nf-recover-") as folder:
        site = Site(Path(folder), arguments.store, more_workers=arguments.workers - 1, RUNTIME=arguments.runtime)
        with site.running():
            seconds = [_time_round(site, number, arguments.burst) for number in range(arguments.rounds)]
    print(f"last answer after a kill: median {statistics.median(seconds):.1f} s, max {max(seconds):.1f} s")
    return 0


def _time_round(site: Site, number: int, burst: int) -> float:
    """Time one kill."""
    with Visitor(site.stack.url) as visitor, ThreadPoolExecutor(SUBMITTERS) as pool:
        places = range(number * burst, (number + 1) * burst)
        submitting = [pool.submit(lambda place: visitor.submit(make_picture(place)[0]), place) for place in places]
        submitting[burst // 2].result()
        tree = site.find_tree("worker")
        for process in tree:
            process.kill()
        killed = time.monotonic()
        wait_for(lambda: all(each.done() for each in submitting), BACK_SECONDS)
        wait_for(lambda: site.queue.read_totals()["pending"] == 0, BACK_SECONDS)
        last = time.monotonic() - killed
        answers = [visitor.await_answer(each.result()["id"]) for each in submitting]
    assert [answer["number"] for answer in answers] == [make_picture(place)[1] for place in places]
    wait_for(lambda: is_whole(site, "worker", {process.pid for process in tree}), BACK_SECONDS)
    back = time.monotonic() - killed
    late = sum(1 for answer in answers if answer["timings"]["queued_ms"] > 1000 * last / 2)
    print(
        f"round {number + 1}: last answer {last:5.1f} s after the kill, {late} after half of that; "
        f"its successor joined after {back:5.1f} s",
        flush=True,
    )
    return last


if __name__ == "__main__":
    sys.exit(main())
