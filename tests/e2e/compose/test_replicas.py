"""Several replicas of web and worker share all that they know through Redis and Cassandra; workers come and go."""

import time
from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.compose.conftest import WORKERS
from tests.support.compose_stack import ComposeStack
from tests.support.pictures import draw_on_board, load_known_digits
from tests.support.ports import find_free_port

LIMIT = 5
GONE_SECONDS = 30


@pytest.fixture(scope="module")
def replicas(stack: ComposeStack) -> Iterator[list[str]]:
    """Two replicas of web; yields their addresses."""
    stack.up("--scale", "web=2", "--scale", f"worker={WORKERS}", PORT=f"{find_free_port()}-{find_free_port()}")
    ports = [stack.compose("port", "--index", str(index), "web", "8000").rpartition(":")[2] for index in (1, 2)]
    yield [f"http://127.0.0.1:{port.strip()}" for port in ports]
    stack.up("--scale", f"worker={WORKERS}", PORT=str(stack.port))


def test_replicas_of_web_share_sessions_and_history(replicas: list[str]) -> None:
    tile, number = load_known_digits()[0]
    first, second = (httpx.Client(base_url=url, timeout=30) for url in replicas)
    with first, second:
        submitted = first.post("/v1/predictions", files={"file": ("7.png", draw_on_board(tile))})
        assert submitted.status_code == 202
        prediction_id = submitted.json()["id"]
        answer = second.get(f"/v1/predictions/{prediction_id}", params={"wait": 20}).json()
        assert (answer["status"], answer["number"]) == ("succeeded", number)
        second.cookies = first.cookies
        assert [each["id"] for each in second.get("/v1/predictions").json()["data"]] == [prediction_id]
        labelled = second.put(f"/v1/predictions/{prediction_id}/label", json={"number": number})
        assert labelled.status_code == 200
        assert first.get(f"/v1/predictions/{prediction_id}").json()["label"] == number


def test_replicas_of_web_tell_the_same_place_in_the_queue(stack: ComposeStack, replicas: list[str]) -> None:
    tile, _ = load_known_digits()[0]
    with httpx.Client(base_url=replicas[0], timeout=30) as http:
        stack.up("--scale", "web=2", "--scale", "worker=0")
        try:
            ids = [
                http.post("/v1/predictions", files={"file": ("7.png", draw_on_board(tile))}).json()["id"]
                for _ in range(3)
            ]
            for place, prediction_id in enumerate(ids, start=1):
                for url in replicas:
                    told = httpx.get(f"{url}/v1/predictions/{prediction_id}").json()
                    assert (told["status"], told["queue"]["position"]) == ("queued", place)
        finally:
            stack.up("--scale", "web=2", "--scale", f"worker={WORKERS}")
        for prediction_id in ids:
            assert http.get(f"/v1/predictions/{prediction_id}", params={"wait": 20}).json()["status"] == "succeeded"


def test_a_worker_that_is_taken_away_finishes_its_work_and_leaves(stack: ComposeStack) -> None:
    containers = stack.list_containers("worker")
    stack.compose("up", "--detach", "--no-recreate", "--scale", "worker=1", "--scale", "web=2")
    [left] = stack.list_containers("worker")
    logs = stack.compose("logs", "worker")
    assert left in containers
    assert "heartbeat missed" not in logs
    until = time.monotonic() + GONE_SECONDS
    names: list[str] = []
    while time.monotonic() < until:
        [web] = [stack.compose("port", "--index", "1", "web", "8000").strip()]
        names = [worker["name"] for worker in httpx.get(f"http://{web}/readyz").json()["workers"]]
        if len(names) == 1:
            break
    assert [name.partition(":")[0] for name in names] == [left[:12]]
    stack.up("--scale", f"worker={WORKERS}", "--scale", "web=2")


def test_replicas_of_web_share_the_limit(stack: ComposeStack, replicas: list[str]) -> None:
    stack.up("--scale", f"worker={WORKERS}", "--scale", "web=2", RATE_LIMIT=str(LIMIT))
    image = draw_on_board(load_known_digits()[0][0])
    statuses = [
        httpx.post(f"{url}/v1/predictions", files={"file": ("7.png", image)}).status_code for url in replicas * LIMIT
    ]
    stack.up("--scale", f"worker={WORKERS}", "--scale", "web=2", RATE_LIMIT="0")
    assert statuses == [202] * LIMIT + [429] * LIMIT
