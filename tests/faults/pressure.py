"""`python -m tests.faults.pressure` keeps the queue at its limit at the highest load, and watches everybody's memory.

The queue is filled while the worker stands still; then wrk posts as fast as it can. Prints the resident memory of each
part each minute, and how much it grew after the first two. Exit status 1: something grew by 50 MB or more, a part died,
or the accounts do not add up. Needs `wrk` (on Debian: apt-get install wrk).
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

from shared.queue.accounts import AccountBook, Accounts
from tests.faults.flood import Flood
from tests.faults.site import ROOTS, Site

SETTLING_SECONDS = 120
"""Until then pools, caches and buffers may grow."""

MOST_GROWTH_MB = 50
SAMPLE_SECONDS = 1.0
FILL_SECONDS = 600
DRAIN_SECONDS = 600
Samples = list[Counter[str]]


def main() -> int:
    """Press, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.pressure",
        description=__doc__,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--minutes", type=float, default=10, help="how long, once the queue is full")
    parser.add_argument("--clients", type=int, default=32, help="connections that post without a pause")
    parser.add_argument("--kilobytes", type=int, default=0, help="make each picture as large as this with noise")
    parser.add_argument("--runtime", choices=["litert", "tensorflow"], default="tensorflow", help="what runs the CNN")
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is missing; on Debian: apt-get install wrk")
    with (
        tempfile.TemporaryDirectory(prefix="nf-press-") as folder,
        Site(Path(folder), RUNTIME=arguments.runtime, LOG_LEVEL="warning").running() as site,
    ):
        return _press(site, Flood(site.stack.url, Path(folder), arguments.clients, arguments.kilobytes), arguments)


def _press(site: Site, flood: Flood, arguments: argparse.Namespace) -> int:
    book = AccountBook(site.settings)
    before = {part: site.find_tree(part) for part in ROOTS}
    with flood.running():
        _fill(site, book)
        samples = _watch(site, book, arguments.minutes * 60)
    lives = all(process.is_running() for part in before for process in before[part])
    growth = _describe_growth(samples)
    _drain(book)
    accounts = book.read()
    print(f"accepted {accounts.accepted}, missing from the accounts {accounts.missing}; replies: {flood.describe()}")
    print("every process lived through it" if lives else "A PROCESS DIED")
    return 0 if lives and accounts.missing == 0 and max(growth.values()) < MOST_GROWTH_MB else 1


def _fill(site: Site, book: AccountBook) -> None:
    worker = site.find_tree("worker")
    for process in worker:
        process.suspend()
    until = time.monotonic() + FILL_SECONDS
    while not _is_full(site, book.read()) and time.monotonic() < until:
        time.sleep(0.5)
    for process in worker:
        process.resume()
    print(f"the queue is full: {_describe_queue(book.read())}", flush=True)


def _is_full(site: Site, accounts: Accounts) -> bool:
    most, most_bytes = site.settings.max_pending, site.settings.max_pending_bytes
    return accounts.pending >= 0.98 * most or accounts.pending_bytes >= 0.98 * most_bytes


def _watch(site: Site, book: AccountBook, seconds: float) -> Samples:
    samples: Samples = []
    started = told = time.monotonic()
    while time.monotonic() < started + seconds:
        samples.append(_weigh(site))
        if time.monotonic() >= told:
            told += 60
            megabytes = ", ".join(f"{part} {size}" for part, size in sorted(samples[-1].items()))
            print(f"{time.monotonic() - started:5.0f} s  {megabytes} MB; {_describe_queue(book.read())}", flush=True)
        time.sleep(SAMPLE_SECONDS)
    return samples


def _weigh(site: Site) -> Counter[str]:
    """Weigh each process by itself; the child that Redis forks to rewrite its file shares its parent's pages."""
    sizes: Counter[str] = Counter()
    for part in ROOTS:
        for place, process in enumerate(site.find_tree(part) if part != "redis" else site.find_tree(part)[:1]):
            try:
                sizes[f"{part}-{place}"] = process.memory_info().rss >> 20
            except psutil.NoSuchProcess:
                continue
    return sizes


def _describe_growth(samples: Samples) -> dict[str, int]:
    """Tell by how much each exceeded, later, the most that it had needed while it settled."""
    settling = round(SETTLING_SECONDS / SAMPLE_SECONDS)
    early, late = samples[:settling], samples[settling:]
    growth = {}
    for process in sorted({name for sample in samples for name in sample}):
        first = max((sample[process] for sample in early), default=0)
        last = max((sample[process] for sample in late), default=first)
        growth[process] = last - first
        print(f"{process:12} {first:5} MB at most in the first two minutes, {last - first:+4} MB after that")
    return growth


def _describe_queue(accounts: Accounts) -> str:
    return f"{accounts.pending} pending, {accounts.pending_bytes >> 20} MB, {accounts.succeeded} answered"


def _drain(book: AccountBook) -> None:
    until = time.monotonic() + DRAIN_SECONDS
    while book.read().pending and time.monotonic() < until:
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
