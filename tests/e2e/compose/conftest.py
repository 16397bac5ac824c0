"""The stack in containers that these tests share; each changes it as an operator would, and leaves it whole."""

from collections.abc import Iterator

import pytest

from tests.support.compose_stack import ComposeStack, find_obstacle

WORKERS = 3


@pytest.fixture(scope="session", autouse=True)
def _engine() -> None:
    """Skip where there is no Docker."""
    if obstacle := find_obstacle():
        pytest.skip(f"Docker: {obstacle}")


@pytest.fixture(scope="session")
def stack(_engine: None, worker_id: str) -> Iterator[ComposeStack]:
    """The whole stack as docker-compose.yml has it, with three workers; its end leaves nothing behind.

    Each of the processes that run tests side by side has one of its own.
    """
    stack = ComposeStack(f"nf-test-{worker_id}", RATE_LIMIT="0")
    try:
        stack.up("--scale", f"worker={WORKERS}")
        yield stack
    finally:
        stack.down()
