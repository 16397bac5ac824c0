"""Many who wait for answers keep nobody else from being served."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.support.pictures import encode, load_known_digits
from tests.support.ports import find_free_port
from tests.support.redis_server import RedisServer
from tests.support.stack import make_environment

WAITING = 300
WAIT_SECONDS = 10
PICTURE = encode(load_known_digits()[0][0])


@pytest.fixture
def web_alone(redis_server: RedisServer, tmp_path: Path) -> Iterator[str]:
    """Web without any worker, so that nothing is ever done; its address."""
    port = find_free_port()
    environment = make_environment(port, tmp_path, {"REDIS_URL": redis_server.url})
    with subprocess.Popen([sys.executable, "-m", "web"], env=environment, stderr=subprocess.DEVNULL) as web:
        yield f"http://127.0.0.1:{port}"
        web.terminate()


async def crowd(address: str) -> float:
    """Have a crowd wait, and return how long others waited at most for what is not to wait."""
    limits = httpx.Limits(max_connections=WAITING)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as many:
        prediction = await submit(many)
        polls = [asyncio.create_task(many.get(f"{prediction}?wait={WAIT_SECONDS}")) for _ in range(WAITING)]
        await asyncio.sleep(1)
        longest = 0.0
        async with httpx.AsyncClient(base_url=address, timeout=60) as other:
            for _ in range(5):
                started = time.monotonic()
                assert (await other.get("/healthz")).status_code == 200
                await submit(other)
                longest = max(longest, time.monotonic() - started)
        assert not all(poll.done() for poll in polls)
        assert {answer.status_code for answer in await asyncio.gather(*polls)} == {200}
        return longest


async def submit(client: httpx.AsyncClient) -> str:
    """Submit a picture and return where its prediction is."""
    answer = await client.post("/v1/predictions", content=PICTURE, headers={"Content-Type": "image/png"})
    assert answer.status_code == 202
    return answer.headers["Location"]


async def wait_until_up(address: str) -> None:
    """Wait until web answers."""
    async with httpx.AsyncClient(base_url=address) as client:
        until = time.monotonic() + 60
        while True:
            try:
                await client.get("/healthz")
                return
            except httpx.TransportError:
                assert time.monotonic() < until
                await asyncio.sleep(0.1)


async def crowd_when_up(address: str) -> float:
    """The crowd, as soon as web is up."""
    await wait_until_up(address)
    return await crowd(address)


def test_a_crowd_that_waits_keeps_nobody_from_being_served(web_alone: str) -> None:
    # In a thread of its own, since the browser of other tests has an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        longest = thread.submit(lambda: asyncio.run(crowd_when_up(web_alone))).result()
    assert longest < WAIT_SECONDS / 2
