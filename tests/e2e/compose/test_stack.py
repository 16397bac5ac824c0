"""What `docker compose up -d --build --wait --scale worker=3` gives an operator."""

import httpx
import pytest

from tests.e2e.compose.conftest import WORKERS
from tests.support.compose_stack import ComposeStack
from tests.support.pictures import draw_on_board, load_known_digits
from tests.support.visitor import Visitor


def test_all_workers_answer_and_the_rows_are_in_cassandra(stack: ComposeStack) -> None:
    with Visitor(stack.url) as visitor:
        answers = []
        for place, (tile, number) in enumerate(load_known_digits() * 2):
            answer = visitor.read(draw_on_board(tile), f"stack-{place}.png")
            assert (answer["status"], answer["number"]) == ("succeeded", number)
            answers.append(answer)
    assert len({answer["worker"] for answer in answers}) == WORKERS
    rows = stack.query("SELECT created_at, filename, output FROM numberfigure.predictions")
    for place, answer in enumerate(answers):
        [row] = [line for line in rows.splitlines() if f" stack-{place}.png " in line]
        assert row.split("|")[2].strip() == answer["number"]


def test_workers_say_on_what_they_compute(stack: ComposeStack) -> None:
    workers = httpx.get(f"{stack.url}/readyz").json()["workers"]
    assert [worker["device"] for worker in workers] == ["cpu"] * WORKERS
    assert '"device": "cpu"' in stack.compose("logs", "worker")


def test_strangers_see_no_status_and_the_operator_does(stack: ComposeStack) -> None:
    assert httpx.get(f"{stack.url}/metrics").status_code == 401
    token = stack.read_secret("operator_token")
    assert httpx.get(f"{stack.url}/metrics", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_starting_again_changes_nothing(stack: ComposeStack) -> None:
    secret, containers = stack.read_secret("secret_key"), stack.list_containers("web")
    stack.up("--scale", f"worker={WORKERS}")
    assert (stack.read_secret("secret_key"), stack.list_containers("web")) == (secret, containers)


@pytest.mark.parametrize(
    "overlay", [None, "compose/gpu.yml", "compose/ring.yml", "compose/swarm/stack.yml", "compose/hosts/core.yml"]
)
def test_the_configuration_is_clean(overlay: str | None) -> None:
    other = ComposeStack("nf-clean", *([overlay] if overlay else []), CORE_ADDRESS="127.0.0.1")
    assert other.compose("config", "--quiet") == ""


def test_a_worker_with_a_gpu_asks_for_one() -> None:
    configuration = ComposeStack("nf-clean", "compose/gpu.yml").compose("config")
    assert "driver: nvidia" in configuration
    assert "REQUIREMENTS: worker-gpu.txt" in configuration
