"""`make bench`: Numberfigure beside its peers, on this machine, in one run.

Each round puts each workload on each contender in turn; all of them run all the while, and idle when it is not their
turn. Printed are the medians of the rounds, the least and the most, and how many times as good ours is. Every answer is
checked for its number. Workloads: W1 and W1b, 32 and 64 clients who wait for a small picture each; W2, one request with
10,000 pictures; W3, one client; W4, large pictures in colour; W5, as W1 on Cassandra; W6, fetching and listing with a
thousand and with a million rows in the store; W7, drawings. It needs Go, and for W5 and half of W6 Java and Maven.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.bench.bulk import measure_bulk
from tests.bench.document import write_into_document
from tests.bench.figures import OURS, render_table
from tests.bench.load_generator import BUILD, BenchError, build_generator
from tests.bench.ours import OurServer
from tests.bench.peer_servers import PEERS, PeerServer, install_peers
from tests.bench.reading_rows import Rounds, measure_rows
from tests.bench.rows import FEW, MANY, FilledStore, name_rows
from tests.bench.workloads import UNITS, WORKLOADS, Measuring, Server
from tests.support.cassandra.jars import find_obstacle
from tests.support.cassandra.node import CassandraNode

NAMES = ("W1", "W1b", "W2", "W3", "W4", "W5", "W6", "W7")
ON_CASSANDRA = f"{OURS} on Cassandra"
WARM_CASSANDRA_SECONDS = 30


def main() -> int:
    """Measure, print, and return the exit status."""
    options = _read_options()
    try:
        build_generator()
        with tempfile.TemporaryDirectory(prefix="numberfigure-bench-") as folder:
            tables = _measure_all(Path(folder), options)
    except BenchError as error:
        print(f"make bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("make bench: stopped", file=sys.stderr)
        return 130
    text = "\n\n".join(tables)
    print(f"\n{text}")
    if options.document:
        write_into_document(text)
    return 0


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="(%(default)s)")
    parser.add_argument("--seconds", type=float, default=3.0, help="that each workload takes each time (%(default)s)")
    parser.add_argument("--workloads", nargs="+", default=NAMES, choices=NAMES, metavar="W", help="(all)")
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS), metavar="PEER", help="(all)")
    parser.add_argument("--rows", type=int, default=MANY, help="in the larger store of W6 (%(default)s)")
    parser.add_argument("--document", action="store_true", help="write the tables into docs/performance.md, too")
    return parser.parse_args()


def _measure_all(folder: Path, options: argparse.Namespace) -> list[str]:
    """Measure what was asked for; returns tables."""
    began = time.time()
    tables, found = [], {}
    singles = _measure_singles(folder, options)
    if singles:
        contenders = list(dict.fromkeys(name for row in singles.values() for name in row))
        tables.append(render_table(singles, {name: name.rpartition("; ")[2] for name in singles}, contenders))
        found["singles"] = singles
    rows: Rounds = {}
    if "W6" in options.workloads:
        rows |= measure_rows("SQLite", _open_sqlite, folder, options)
    if {"W5", "W6"} & set(options.workloads):
        if obstacle := find_obstacle():
            print(f"Left out, W5 and W6 on Cassandra: {obstacle}")
        else:
            on_cassandra = _measure_cassandra(folder, options)
            rows |= {name: row for name, row in on_cassandra.items() if name.startswith("W6")}
            if fast := {name: row for name, row in on_cassandra.items() if name.startswith("W5")}:
                tables.append(render_table(fast, dict.fromkeys(fast, "images/s"), [OURS, ON_CASSANDRA]))
                found["cassandra"] = fast
    if rows:
        tables.append(render_table(rows, dict.fromkeys(rows, "ms"), [name_rows(FEW), name_rows(options.rows)]))
        found["rows"] = rows
    what = f"{platform.machine()}, {os.cpu_count()} cores, {options.rounds} rounds of {options.seconds} s"
    day = time.strftime("%d %B %Y", time.gmtime(began))
    tables.insert(0, f"{day}, {what}; in all {(time.time() - began) / 60:.0f} minutes.")
    BUILD.joinpath(f"bench-{int(began)}.json").write_text(json.dumps({"what": tables[0], "rounds": found}, indent=2))
    return tables


def _measure_singles(folder: Path, options: argparse.Namespace) -> Rounds:
    """Measure the workloads that peers have, too, and W2."""
    chosen = [WORKLOADS[name] for name in options.workloads if name in WORKLOADS]
    found: Rounds = {}
    if not chosen and "W2" not in options.workloads:
        return found
    measuring = Measuring(options.seconds)
    with ExitStack() as running:
        ours = OurServer(folder / "ours")
        servers = _start_all([ours, *_open_peers(folder, options.peers if chosen else [])], running)
        for number in range(options.rounds):
            print(f"Round {number + 1} of {options.rounds} ...", flush=True)
            for workload in chosen:
                for server in servers:
                    for figure, value in measuring.measure(workload, server).items():
                        row = found.setdefault(f"{workload.name}: {workload.what}; {UNITS[figure]}", {})
                        row.setdefault(server.name, []).append(value)
            if "W2" in options.workloads:
                row = found.setdefault("W2: one request with 10,000 small PNGs; images/s", {})
                row.setdefault(OURS, []).append(measure_bulk(ours.url))
    return found


def _open_peers(folder: Path, names: list[str]) -> list[PeerServer]:
    """Install the peers; where that cannot be done, go on without them, and say so."""
    if not names:
        return []
    try:
        install_peers()
    except BenchError as error:
        print(f"Left out, {', '.join(names)}: {error}")
        return []
    return [PeerServer(PEERS[name], folder) for name in names]


def _start_all(servers: list[Server], running: ExitStack) -> list[Server]:
    """Start all; a peer that cannot start is left out, and named."""
    started = []
    for server in servers:
        running.callback(server.stop)
        try:
            server.start()
        except BenchError as error:
            print(f"Left out, {server.name}: {error}")
        else:
            started.append(server)
    return started


def _open_sqlite(count: int) -> FilledStore:
    return FilledStore(f"sqlite:///{BUILD / f'rows-{count}.db'}", BUILD / f"rows-{count}.filled", count)


def _measure_cassandra(folder: Path, options: argparse.Namespace) -> Rounds:
    """Start one node, whose data is kept for W6, and measure W5 and W6 on it."""
    files = BUILD / "cassandra"
    files.mkdir(exist_ok=True)
    node = CassandraNode(files)
    found: Rounds = {}
    with ExitStack() as running:
        running.callback(node.stop)
        node.start()
        if "W5" in options.workloads:
            with ExitStack() as serving:
                on_cassandra = OurServer(folder / "w5", ON_CASSANDRA, STORE_URL=node.name_store("bench_w5"))
                servers = _start_all([OurServer(folder / "w5-sqlite"), on_cassandra], serving)
                # For its first half minute under load a node compiles itself, for which it takes half of a core.
                Measuring(WARM_CASSANDRA_SECONDS).measure(WORKLOADS["W1"], on_cassandra)
                measuring = Measuring(options.seconds)
                row = found.setdefault("W5: 32 clients, a small PNG each; images/s", {})
                for _ in range(options.rounds):
                    for server in servers:
                        rate = measuring.measure(WORKLOADS["W1"], server)["rate"]
                        row.setdefault(server.name, []).append(rate)
        if "W6" in options.workloads:

            def open_filled(count: int) -> FilledStore:
                return FilledStore(node.name_store(f"bench_{count}"), files / f"rows-{count}.filled", count)

            found |= measure_rows("Cassandra", open_filled, folder, options)
    return found


if __name__ == "__main__":
    sys.exit(main())
