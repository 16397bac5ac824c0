"""`python -m tests.faults.soak` harms a running Numberfigure for as long as is wanted, and tells what became of it.

Exit status 1: something was lost, doubled, wrong or failed, or a part did not come back. Ctrl-C ends the faults early;
what there is is checked all the same.
"""

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.control import Control
from tests.faults.harm import choose_kinds
from tests.faults.injector import LONGEST_PAUSE_SECONDS
from tests.faults.run import Plan, Progress, Result, carry_out
from tests.faults.site import Site
from tests.faults.times import describe_times

PROGRESS_SECONDS = 10


def main() -> int:
    """Soak, and return the exit status."""
    arguments = _parse_arguments()
    # However it is ended, it stops what it started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="nf-soak-") as folder:
        if arguments.control:
            return _run_control(Path(folder), arguments)
        return _soak(Path(folder), arguments)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.soak", description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200, help="faults to make, over all kinds")
    parser.add_argument("--accepted", type=int, default=30_000, help="submissions to have accepted at least")
    parser.add_argument("--seed", type=int, default=1, help="decides the schedule of faults")
    parser.add_argument("--rate", type=float, default=60, help="submissions a second")
    parser.add_argument("--pause", type=float, default=LONGEST_PAUSE_SECONDS, help="most seconds between two faults")
    parser.add_argument("--only", default="", help="only the faults with this in their name, for instance worker")
    parser.add_argument("--store", choices=["sqlite", "cassandra"], default="sqlite", help="where answers are kept")
    parser.add_argument(
        "--wired", action="store_true", help="a proxy before Redis and Cassandra, to harm the wires too"
    )
    parser.add_argument("--runtime", choices=["litert", "tensorflow"], default="litert", help="what runs the CNN")
    parser.add_argument("--workers", type=int, default=1, help="workers; the first one is harmed")
    parser.add_argument("--worker-processes", type=int, default=2, help="processes in each worker's pool")
    parser.add_argument("--control", action="store_true", help="kill the worker of stock Celery instead, and only that")
    return parser.parse_args()


def _soak(folder: Path, arguments: argparse.Namespace) -> int:
    site = Site(
        folder,
        arguments.store,
        arguments.wired,
        arguments.workers - 1,
        RUNTIME=arguments.runtime,
        WORKER_PROCESSES=str(arguments.worker_processes),
    )
    kinds = [kind for kind in choose_kinds(arguments.store, arguments.wired) if arguments.only in kind.name]
    plan = Plan(kinds, arguments.kills, arguments.accepted, arguments.rate, arguments.seed, arguments.pause)
    with site.running():
        result = carry_out(site, plan, Teller(site).wait)
    _tell(result)
    whole = all(fault.back is not None for fault in result.faults)
    return 0 if result.report.is_clean and whole else 1


class Teller:
    """Tells every ten seconds how far the run is."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._started = self._told = time.monotonic()

    def wait(self, progress: Progress) -> None:
        """Wait a little, and tell when it is time."""
        time.sleep(0.2)
        if time.monotonic() - self._told < PROGRESS_SECONDS:
            return
        self._told = time.monotonic()
        print(
            f"{self._told - self._started:6.0f} s  accepted {progress.accepted}, refused {progress.refused}, "
            f"answered {self._site.count_answered()}, faults {progress.faults}",
            flush=True,
        )


def _tell(result: Result) -> None:
    print("\nWhat became of what was accepted")
    for line in result.report.describe():
        print(f"  {line}")
    print("Refusals (0: no reply)")
    for status, count in sorted(Counter(refused.status for refused in result.history.refused).items()):
        print(f"  {status:<12} {count}")
    print("Faults")
    for kind, count in sorted(Counter(fault.kind for fault in result.faults).items()):
        print(f"  {kind:20} {count}")
    print("Times")
    for line in describe_times(result):
        print(f"  {line}")


def _run_control(folder: Path, arguments: argparse.Namespace) -> int:
    report = Control(folder).carry_out(arguments.kills, arguments.seed)
    print(report.describe())
    # The control must lose: were it to lose nothing, the faults would be too mild to prove anything.
    return 0 if report.gone or report.stuck else 1


if __name__ == "__main__":
    sys.exit(main())
