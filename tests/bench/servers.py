"""Which WSGI server carries web best? `make bench-servers` runs the real app on real Redis under each, in turn.

Prints requests per second, the median and the spread over the rounds, and the ratio to the first. Needs `wrk` (on
Debian: apt-get install wrk).
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from shared.queue.connection import connect
from tests.support.pictures import encode, load_known_digits
from tests.support.ports import find_free_port
from tests.support.redis_server import RedisServer
from tests.support.stack import make_environment

THREADS = "96"
SERVERS = {
    "granian": "-m web",
    "gunicorn": f"-m gunicorn -k gthread --threads {THREADS} -b 127.0.0.1:{{port}} web.app:create_from_environment()",
}
POST_SCRIPT = """
local file = io.open("{picture}", "rb")
wrk.method, wrk.body, wrk.path = "POST", file:read("*a"), "/v1/predictions"
wrk.headers["Content-Type"] = "image/png"
"""


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--connections", type=int, default=32)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is missing; on Debian: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        redis = RedisServer(Path(folder))
        redis.start()
        try:
            rates = _measure_all(redis.url, Path(folder), options)
        finally:
            redis.stop()
    for (what, server), found in rates.items():
        first = statistics.median(rates[what, next(iter(SERVERS))])
        middle = statistics.median(found)
        print(f"{what:18} {server:10} {middle:8.0f}/s ({min(found):.0f} to {max(found):.0f})  x{middle / first:.2f}")


def _measure_all(redis_url: str, folder: Path, options: argparse.Namespace) -> dict[tuple[str, str], list[float]]:
    """Measure each server with each load, in turn, round after round."""
    script, picture = folder / "post.lua", folder / "digit.png"
    picture.write_bytes(encode(load_known_digits()[0][0]))
    script.write_text(POST_SCRIPT.format(picture=picture))
    rates: dict[tuple[str, str], list[float]] = {}
    for _ in range(options.rounds):
        for server, command in SERVERS.items():
            for what, arguments in {"GET /healthz": [], "POST a 28x28 PNG": ["-s", str(script)]}.items():
                rate = _measure(command, redis_url, folder, arguments, options)
                rates.setdefault((what, server), []).append(rate)
    return rates


def _measure(command: str, redis_url: str, folder: Path, arguments: list[str], options: argparse.Namespace) -> float:
    """Start a server, put load on it, stop it, and return the requests it answered a second."""
    connect(redis_url).flushall()
    port = find_free_port()
    limits = {"MAX_PENDING": "100000000", "MAX_PENDING_BYTES": "10000000000", "LOG_LEVEL": "warning"}
    environment = make_environment(port, folder, {"REDIS_URL": redis_url, "WEB_THREADS": THREADS, **limits})
    with subprocess.Popen(
        [sys.executable, *command.format(port=port).split()],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/healthz")
        load = ["wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s", *arguments, f"{address}/healthz"]
        output = subprocess.run(load, capture_output=True, text=True, check=True).stdout
        server.terminate()
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(f"not every request was answered: {output}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    assert found, output
    return float(found[1])


def _wait_for(address: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310 - our own address.
            return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    main()
