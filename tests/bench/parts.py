"""`python -m tests.bench.parts` measures what each part of the stack in containers spends on an image.

Processor time is what parts can be counted by: whatever the machine, one core carries as many images a second as its
time for one goes into a second. Pictures are sent one by one by many clients, and in one batch. docs/scaling.md
has the figures.
"""

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.faults.pictures import make_picture
from tests.support.compose_stack import ComposeStack, find_obstacle
from tests.support.polling import wait_for

SERVICES = ("web", "worker", "redis", "cassandra")
CLIENTS = 16
ENGINE = "/var/run/docker.sock"
DONE_SECONDS = 300


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.parts", description=__doc__)
    parser.add_argument("--images", type=int, default=10_000, help="how many are sent in each way")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is measured")
    parser.add_argument("--runtime", default="", help="what runs the CNN; empty: the default")
    arguments = parser.parse_args()
    if obstacle := find_obstacle():
        print(f"Docker: {obstacle}", file=sys.stderr)
        return 1
    stack = ComposeStack("nf-parts", RATE_LIMIT="0", RUNTIME=arguments.runtime)
    ways: dict[str, Callable[[str, int], None]] = {"one by one": send_singly, "in one batch": send_as_batch}
    try:
        stack.up()
        send_singly(stack.url, 500)
        print(f"| sent | images/s | {' | '.join(SERVICES)} |\n| --- | ---: {'| ---: ' * len(SERVICES)}|")
        for _ in range(arguments.rounds):
            for way, send in ways.items():
                before, started = _read_processor_time(stack), time.monotonic()
                send(stack.url, arguments.images)
                elapsed, after = time.monotonic() - started, _read_processor_time(stack)
                spent = [f"{(after[each] - before[each]) / arguments.images / 1000:.0f} us" for each in SERVICES]
                print(f"| {way} | {arguments.images / elapsed:.0f} | {' | '.join(spent)} |", flush=True)
    finally:
        stack.down()
    return 0


def send_singly(url: str, count: int) -> None:
    """Submit pictures one by one, each client the next when it has the answer to the one before."""

    def submit(places: range) -> None:
        with httpx.Client(base_url=url, timeout=60) as http:
            for place in places:
                image, _ = make_picture(place)
                posted = http.post("/v1/predictions", content=image, headers={"Content-Type": "image/png"})
                path = posted.raise_for_status().json()["urls"]["get"]
                answer = http.get(path, params={"wait": 30}).raise_for_status().json()
                assert answer["status"] == "succeeded", answer

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(submit, (range(number, count, CLIENTS) for number in range(CLIENTS))))


def send_as_batch(url: str, count: int) -> None:
    """Submit pictures as one batch, and wait until all are answered."""
    files = [("file", (f"{place}.png", make_picture(place)[0])) for place in range(count)]
    with httpx.Client(base_url=url, timeout=DONE_SECONDS) as http:
        path = http.post("/v1/batches", files=files).raise_for_status().json()["urls"]["get"]
        wait_for(lambda: http.get(path, params={"limit": 0, "wait": 30}).json()["done"], DONE_SECONDS)
        counts = http.get(path, params={"limit": 0}).json()["counts"]
    assert counts["succeeded"] == count, counts


def _read_processor_time(stack: ComposeStack) -> dict[str, int]:
    """Read the nanoseconds of processor time that each service's containers have used."""
    with httpx.Client(transport=httpx.HTTPTransport(uds=ENGINE), base_url="http://engine", timeout=30) as engine:
        return {
            service: sum(
                engine.get(f"/containers/{container}/stats", params={"stream": "false", "one-shot": "true"}).json()[
                    "cpu_stats"
                ]["cpu_usage"]["total_usage"]
                for container in stack.list_containers(service)
            )
            for service in SERVICES
        }


if __name__ == "__main__":
    sys.exit(main())
