"""The same images as a stack of a swarm, which here has one node."""

import os
import subprocess
from collections.abc import Iterator

import httpx
import pytest

from tests.support.compose_stack import HEAP, REPOSITORY, run
from tests.support.pictures import draw_on_board, load_known_digits
from tests.support.polling import wait_for
from tests.support.ports import find_free_port
from tests.support.visitor import Visitor

STACK = "nf-swarm"
START_SECONDS = 180


def deploy(port: int, **settings: str) -> None:
    """Deploy as an operator does."""
    given = {"PORT": str(port), "CASSANDRA_HEAP": HEAP, "RATE_LIMIT": "0", "RUNTIME": "litert"} | settings
    environment = os.environ | {f"NUMBERFIGURE_{name}": value for name, value in given.items()}
    # There is no registry to ask for the digests of images that were built here.
    run("compose/swarm/deploy", STACK, "--resolve-image", "never", env=environment)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A swarm with the stack; its end leaves no swarm."""
    if "active" in run("docker", "info", "--format", "{{.Swarm.LocalNodeState}}").split():
        pytest.skip("Docker: this engine is in a swarm already")
    run("docker", "compose", "build", "--quiet")
    run("docker", "swarm", "init", "--advertise-addr", "127.0.0.1")
    port = find_free_port()
    try:
        deploy(port)
        with Visitor(f"http://127.0.0.1:{port}") as visitor:
            wait_for(lambda: _counts_ready(visitor) == 1, START_SECONDS)
        yield f"http://127.0.0.1:{port}"
    finally:
        run("docker", "stack", "rm", STACK)
        of_stack = ["--quiet", "--filter", f"label=com.docker.stack.namespace={STACK}"]
        wait_for(lambda: not run("docker", "ps", "--all", *of_stack), START_SECONDS)
        run("docker", "swarm", "leave", "--force")
        for volume in run("docker", "volume", "ls", *of_stack).split():
            run("docker", "volume", "rm", volume)


def _counts_ready(visitor: Visitor) -> int:
    """Count the workers, once the store is there, too."""
    try:
        readiness = visitor.http.get("/readyz").json()
    except (httpx.TransportError, ValueError):
        return 0
    return len(readiness["workers"]) if readiness["store"] == "ok" else 0


def test_the_stack_answers_scales_and_is_updated_without_a_failure(url: str) -> None:
    with Visitor(url) as visitor:
        for tile, number in load_known_digits():
            assert visitor.read(draw_on_board(tile))["number"] == number

        run("docker", "service", "scale", "--detach", f"{STACK}_worker=3")
        wait_for(lambda: _counts_ready(visitor) == 3, START_SECONDS)
        answers = [visitor.read(draw_on_board(tile)) for tile, _ in load_known_digits() * 2]
        before = {answer["worker"] for answer in answers}
        assert len(before) == 3

        update = subprocess.Popen(
            ["docker", "service", "update", "--force", "--quiet", f"{STACK}_worker"], cwd=REPOSITORY, text=True
        )
        after: set[str] = set()
        while update.poll() is None or not after:
            for tile, number in load_known_digits():
                answer = visitor.read(draw_on_board(tile))
                assert (answer["status"], answer["number"]) == ("succeeded", number)
                after.add(answer["worker"])
        assert update.returncode == 0
        assert after - before


def test_containers_of_the_stack_are_confined_and_have_the_swarms_secrets(url: str) -> None:
    assert url
    for service in ("web", "worker", "redis", "cassandra"):
        container = run(
            "docker", "ps", "--quiet", "--filter", f"label=com.docker.swarm.service.name={STACK}_{service}"
        ).split()[0]
        found = run(
            "docker", "inspect", "--format", "{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}", container
        )
        assert found.split() == ["true", "[ALL]"]
    secrets = run("docker", "secret", "ls", "--format", "{{.Name}}").split()
    assert len([name for name in secrets if name.startswith("numberfigure_")]) == 5
