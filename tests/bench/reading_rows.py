"""W6: how long fetching a prediction and listing twenty take, with a thousand rows in the store and with a million."""

import argparse
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.bench.load_generator import put_load
from tests.bench.ours import OurServer
from tests.bench.rows import FEW, FilledStore, name_rows

LIST = "/v1/predictions?limit=20"
Rounds = dict[str, dict[str, list[float]]]


def measure_rows(
    name: str, open_filled: Callable[[int], FilledStore], folder: Path, options: argparse.Namespace
) -> Rounds:
    """Measure both stores in turn; returns milliseconds by what was read, then by how many rows there are."""
    stores = [open_filled(count) for count in (FEW, options.rows)]
    for store in stores:
        store.fill()
    found: Rounds = {}
    with ExitStack() as running:
        servers = []
        for store in stores:
            server = OurServer(folder / f"rows-{name}-{store.count}", STORE_URL=store.url)
            server.start()
            running.callback(server.stop)
            servers.append(server)
        for number in range(options.rounds):
            for store, server in zip(stores, servers, strict=True):
                fetches = _write_lines(folder / "fetches", store.list_fetches())
                lists = _write_lines(folder / "lists", [LIST])
                for what, requests in {"fetch": fetches, "list": lists}.items():
                    report = put_load(
                        server.port,
                        options.seconds,
                        dialect="get",
                        clients=1,
                        requests=requests,
                        bearer=store.make_token(number),
                    )
                    for figure in ("p50_ms", "p99_ms"):
                        row = found.setdefault(f"W6 {name}: {what}, {figure.removesuffix('_ms')}; ms", {})
                        row.setdefault(name_rows(store.count), []).append(report[figure])
    return found


def _write_lines(path: Path, lines: Sequence[str]) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path
