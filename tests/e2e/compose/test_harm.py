"""Containers killed, and replaced by new ones, while pictures are sent: nothing that was accepted may be lost."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.e2e.compose.conftest import WORKERS
from tests.faults.checker import check
from tests.faults.evidence import gather
from tests.faults.history import Recorder, read_history
from tests.faults.rows import Row
from tests.faults.submitting import Submitting
from tests.support.compose_stack import ComposeStack
from tests.support.polling import wait_for

RATE = 40
"""Pictures a second."""

BACK_SECONDS = 90
CALM_SECONDS = 3
"""Before and after each harm, so that it meets work in hand."""


def kill_with_compose(stack: ComposeStack, service: str) -> None:
    """Kill all containers of a service as an operator does, who then starts them again."""
    stack.compose("kill", "--signal", "KILL", service)
    time.sleep(1)
    stack.up("--scale", f"worker={WORKERS}")


def kill_first_process(stack: ComposeStack, service: str) -> None:
    """Kill the first process of one container as a crash does; its restart policy brings it back."""
    container = stack.list_containers(service)[0]
    os.kill(int(stack.inspect(container)["State"]["Pid"]), signal.SIGKILL)
    wait_for(lambda: stack.inspect(container)["RestartCount"] > 0, BACK_SECONDS)
    wait_for(lambda: stack.inspect(container)["State"]["Health"]["Status"] == "healthy", BACK_SECONDS)


def replace_all(stack: ComposeStack, _: str) -> None:
    """Roll out a change of web and worker."""
    before = stack.list_containers("web") + stack.list_containers("worker")
    level = "debug" if stack.environment.get("NUMBERFIGURE_LOG_LEVEL") != "debug" else "info"
    stack.up("--scale", f"worker={WORKERS}", LOG_LEVEL=level)
    assert not set(before) & {*stack.list_containers("web"), *stack.list_containers("worker")}


def read_rows(stack: ComposeStack) -> list[Row]:
    """Read all rows with cqlsh."""
    printed = stack.query("SELECT id, filename, output FROM numberfigure.predictions")
    cells = [[cell.strip() for cell in line.split("|")] for line in printed.splitlines() if line.count("|") == 2]
    return [Row(*row) for row in cells[1:]]


@pytest.mark.parametrize(
    ("harm", "services"),
    [
        (kill_with_compose, ("worker", "redis", "web")),
        (kill_first_process, ("worker", "redis", "web", "cassandra")),
        (replace_all, ("",)),
    ],
    ids=["killed by the operator", "crashed", "replaced by new ones"],
)
def test_nothing_accepted_is_lost(
    stack: ComposeStack, tmp_path: Path, harm: Callable[[ComposeStack, str], None], services: tuple[str, ...]
) -> None:
    before = {row.prediction_id for row in read_rows(stack)}
    recorder = Recorder(tmp_path / "history.jsonl")
    submitting = Submitting(stack.url, recorder, RATE)
    submitting.start()
    try:
        for service in services:
            time.sleep(CALM_SECONDS)
            harm(stack, service)
        time.sleep(CALM_SECONDS)
    finally:
        submitting.stop()
        recorder.close()
    wait_for(lambda: httpx.get(f"{stack.url}/readyz").status_code == 200, BACK_SECONDS)
    history = read_history(recorder.path)
    evidence = gather(
        stack.url,
        stack.open_queue(),
        history,
        lambda: [row for row in read_rows(stack) if row.prediction_id not in before],
        BACK_SECONDS,
    )
    report = check(history, evidence)
    print("\n".join(report.describe()))
    assert report.is_clean, "\n".join(report.describe())
    assert report.accepted > len(services) * CALM_SECONDS * RATE / 2
