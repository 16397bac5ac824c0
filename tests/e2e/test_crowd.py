"""Many who wait for answers keep nobody else from being served."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.pictures import encode, load_known_digits
from tests.support.polling import wait_for
from tests.support.ports import find_free_port
from tests.support.redis_server import RedisServer
from tests.support.stack import make_environment

WAITING = 500
WAIT_SECONDS = 10
OTHERS = 10
PICTURE = encode(load_known_digits()[0][0])


@pytest.fixture
def web_alone(redis_server: RedisServer, tmp_path: Path) -> Iterator[httpx.Client]:
    """Web without any worker, so that nothing is ever done; a client of it."""
    port = find_free_port()
    environment = make_environment(port, tmp_path, {"REDIS_URL": redis_server.url})
    with (
        subprocess.Popen([sys.executable, "-m", "web"], env=environment, stderr=subprocess.DEVNULL) as web,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
    ):
        wait_for(lambda: is_up(client), seconds=60)
        yield client
        web.terminate()


def is_up(client: httpx.Client) -> bool:
    """Tell whether web answers."""
    try:
        return client.get("/healthz").is_success
    except httpx.TransportError:
        return False


def submit(client: httpx.Client) -> str:
    """Submit a picture and return where its prediction is."""
    answer = client.post("/v1/predictions", content=PICTURE, headers={"Content-Type": "image/png"})
    assert answer.status_code == 202
    return answer.headers["Location"]


@contextlib.contextmanager
def crowd(client: httpx.Client, path: str) -> Iterator[list[socket.socket]]:
    """Have many ask at once for a prediction and wait; plain sockets, since so many clients would need a machine."""
    request = f"GET {path}?wait={WAIT_SECONDS} HTTP/1.1\r\nHost: numberfigure\r\nConnection: close\r\n\r\n".encode()
    with contextlib.ExitStack() as stack:
        place = (client.base_url.host, client.base_url.port)
        waiters = [stack.enter_context(socket.create_connection(place)) for _ in range(WAITING)]
        for waiter in waiters:
            waiter.sendall(request)
        yield waiters


def has_answer(waiter: socket.socket) -> bool:
    """Tell whether there is anything to be received."""
    try:
        waiter.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    return True


def test_a_crowd_that_waits_keeps_nobody_from_being_served(web_alone: httpx.Client) -> None:
    with crowd(web_alone, submit(web_alone)) as waiters:
        time.sleep(1)
        for _ in range(OTHERS):
            started = time.monotonic()
            assert is_up(web_alone)
            submit(web_alone)
            # They may not have to wait until the crowd goes.
            assert time.monotonic() - started < WAIT_SECONDS / 2
        # All of the crowd was waiting meanwhile, and gets its answer in the end.
        assert not any(map(has_answer, waiters))
        for waiter in waiters:
            assert waiter.recv(1 << 16).startswith(b"HTTP/1.1 200 ")
