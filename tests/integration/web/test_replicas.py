"""Several web replicas: whichever is asked says the same of a submission's place in the queue and of its wait."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from shared.queue.workers import WorkerRegistry
from shared.settings import Settings
from tests.integration.web.test_metrics import WORKER
from tests.support.polling import wait_for
from tests.support.ports import find_free_port
from tests.support.services import Site
from tests.support.sizes import make_picture
from tests.support.stack import make_environment

COUNT = 30


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz").is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def replicas(settings: Settings, tmp_path: Path) -> Iterator[list[httpx.Client]]:
    """Two web servers that share Redis, store and secret, and nothing else."""
    processes, clients = [], []
    for place in range(2):
        port = find_free_port()
        environment = make_environment(
            port,
            tmp_path / str(place),
            {
                "REDIS_URL": settings.redis_url, "STORE_URL": settings.effective_store_url, "SECRET_KEY": "shared",
                "LOG_LEVEL": "error",
            },
        )  # fmt: skip
        processes.append(subprocess.Popen([sys.executable, "-m", "web"], env=os.environ | environment))
        clients.append(httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20))
    for client in clients:
        wait_for(lambda client=client: answers(str(client.base_url).rstrip("/")))  # type: ignore[misc]
    yield clients
    for client in clients:
        client.close()
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(20)


def test_position_and_estimate_are_the_same_everywhere(
    replicas: list[httpx.Client], settings: Settings, site: Site
) -> None:
    registry = WorkerRegistry(settings)
    registry.beat(WORKER.model_copy(update={"images_per_second": 4.0}))
    registry.beat(WORKER.model_copy(update={"name": "host:2", "images_per_second": 2.0}))
    accepted = []
    for place in range(COUNT):
        answer = replicas[place % 2].post("/v1/predictions", files={"file": ("7.png", make_picture("PNG"))})
        # The other replica knows the visitor by the same cookie.
        replicas[1 - place % 2].cookies.update(replicas[place % 2].cookies)
        accepted.append(answer.json())
    assert [each["queue"]["position"] for each in accepted] == list(range(1, COUNT + 1))
    for place, each in enumerate(accepted, 1):
        told = [client.get(each["urls"]["get"]).json()["queue"] for client in replicas]
        assert told == [{"position": place, "eta_seconds": round(place / 6, 2)}] * 2
    pages = [client.get(accepted[-1]["urls"]["web"]).text for client in replicas]
    for page in pages:
        assert "Position 30 in the queue, about 5 s to go." in " ".join(page.split())
        assert "Cancel</button>" in page
    # What is done moves the others up, whoever is asked.
    site.service.answer_due([accepted[0]["id"]])
    for client in replicas:
        assert client.get(accepted[0]["urls"]["get"]).json()["status"] == "succeeded"
        assert [each["status"] for each in client.get("/v1/predictions?limit=100").json()["data"]] == [
            "succeeded"
        ] * COUNT


def test_a_worker_that_has_only_just_started_is_no_missing_one(
    replicas: list[httpx.Client], settings: Settings
) -> None:
    [prediction, _] = [
        client.post("/v1/predictions", files={"file": ("7.png", make_picture("PNG"))}).json() for client in replicas
    ]
    for client in replicas:
        assert "No worker is running at the moment" in client.get(prediction["urls"]["web"]).text
    WorkerRegistry(settings).beat(WORKER.model_copy(update={"images_per_second": None}))

    def tells_so() -> bool:
        return all("There is no estimate yet" in client.get(prediction["urls"]["web"]).text for client in replicas)

    wait_for(tells_so)
