"""`python -m tests.bench.scaling` measures images/s with 1, 2, 4 and 8 workers in containers.

Inference is made to take 50 ms for each image, one at a time (NUMBERFIGURE_TEST_INFERENCE_MS and
NUMBERFIGURE_BATCH_IMAGES), so that few cores can show what many workers do: what is measured is all else that workers
share. The queue is filled before, and is never empty while it is measured.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from functools import partial

import httpx

from shared.queue.submissions import SubmissionQueue
from tests.faults.pictures import make_picture
from tests.support.compose_stack import ComposeStack, find_obstacle
from tests.support.polling import wait_for

INFERENCE_MS = 50
FILL_SECONDS = 180
START_SECONDS = 40
"""For which a worker that has joined may work before the last one has."""


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scaling", description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8], help="how many workers, in turn")
    parser.add_argument("--seconds", type=float, default=20, help="seconds to measure each for")
    arguments = parser.parse_args()
    if obstacle := find_obstacle():
        print(f"Docker: {obstacle}", file=sys.stderr)
        return 1
    stack = ComposeStack("nf-scaling")
    try:
        rates = measure(stack, arguments.workers, arguments.seconds)
    finally:
        stack.down()
    fewest = min(rates)
    print("| workers | images/s | of linear |\n| ---: | ---: | ---: |")
    for workers, rate in rates.items():
        print(f"| {workers} | {rate:.1f} | {rate * fewest / (rates[fewest] * workers):.3f} |")
    return 0


def measure(
    stack: ComposeStack, counts: Sequence[int], seconds: float, inference_ms: int = INFERENCE_MS
) -> dict[int, float]:
    """Measure images/s for each number of workers, of which each image takes `inference_ms` beside all else."""
    rates = {}
    slow = {"TEST_INFERENCE_MS": str(inference_ms), "BATCH_IMAGES": "1"}
    for workers in counts:
        stack.up("--scale", "worker=0", RATE_LIMIT="0", RUNTIME="litert", **slow)
        queue = stack.open_queue()
        wanted = round(workers * (seconds + START_SECONDS) * 1000 / inference_ms)
        _fill(stack.url, wanted - queue.read_totals()["pending"])
        stack.up("--scale", f"worker={workers}")
        wait_for(partial(_have_joined, stack.url, workers), START_SECONDS)
        rates[workers] = _watch(queue, seconds)
        print(f"{workers} workers: {rates[workers]:.1f} images/s", file=sys.stderr, flush=True)
    return rates


def _fill(url: str, count: int) -> None:
    """Submit as many pictures, as one batch."""
    if count > 0:
        files = [("file", (f"{place}.png", make_picture(place)[0])) for place in range(count)]
        httpx.post(f"{url}/v1/batches", files=files, timeout=FILL_SECONDS).raise_for_status()


def _have_joined(url: str, workers: int) -> bool:
    return len(httpx.get(f"{url}/readyz").json()["workers"]) == workers


def _watch(queue: SubmissionQueue, seconds: float) -> float:
    """Return how many answers a second the workers give."""
    started, before = time.monotonic(), queue.read_totals()
    time.sleep(seconds)
    elapsed, after = time.monotonic() - started, queue.read_totals()
    assert after["pending"] > 0, "the queue was empty before the end"
    return (after["succeeded"] - before.get("succeeded", 0)) / elapsed


if __name__ == "__main__":
    sys.exit(main())
