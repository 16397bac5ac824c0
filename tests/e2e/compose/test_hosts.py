"""Workers and web on other hosts, as Compose starts them there: here both are this machine."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.compose_stack import ComposeStack
from tests.support.pictures import draw_on_board, load_known_digits
from tests.support.visitor import Visitor

APP_SECRETS = ("secret_key", "operator_token", "redis_password", "store_password")


@pytest.fixture(scope="module")
def core() -> Iterator[ComposeStack]:
    """The host with the queue and the results, without a worker of its own."""
    core = ComposeStack("nf-core", "compose/hosts/core.yml", CORE_ADDRESS=_find_own_address())
    try:
        core.up("--scale", "worker=0")
        yield core
    finally:
        core.down()


@pytest.fixture(scope="module")
def satellite(core: ComposeStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ComposeStack]:
    """A host with a web and two workers that use the core."""
    secrets: Path = tmp_path_factory.mktemp("secrets")
    secrets.chmod(0o755)
    for name in APP_SECRETS:
        (secrets / name).write_text(core.read_secret(name))
    address = core.environment["NUMBERFIGURE_CORE_ADDRESS"]
    satellite = ComposeStack(
        "nf-satellite",
        "compose/hosts/satellite.yml",
        CORE_ADDRESS=address,
        SECRETS_DIR=str(secrets),
        RUNTIME="litert",
        RATE_LIMIT="0",
    )
    try:
        satellite.up("--scale", "worker=2")
        yield satellite
    finally:
        satellite.down()


def test_workers_of_another_host_answer_what_either_web_accepts(core: ComposeStack, satellite: ComposeStack) -> None:
    workers = set()
    for stack in (core, satellite):
        with Visitor(stack.url) as visitor:
            for tile, number in load_known_digits():
                answer = visitor.read(draw_on_board(tile))
                assert (answer["status"], answer["number"]) == ("succeeded", number)
                workers.add(answer["worker"].partition(":")[0])
    assert workers == {container[:12] for container in satellite.list_containers("worker")}


def test_a_session_holds_on_either_host(core: ComposeStack, satellite: ComposeStack) -> None:
    with Visitor(core.url) as visitor, Visitor(satellite.url) as other:
        prediction_id = visitor.read(draw_on_board(load_known_digits()[0][0]))["id"]
        other.http.cookies = visitor.http.cookies
        listed = other.http.get("/v1/predictions").json()["data"]
    assert [prediction["id"] for prediction in listed] == [prediction_id]


def _find_own_address() -> str:
    """Find the address of this machine that it would use to reach others; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        address: str = probe.getsockname()[0]
        return address
