"""The whole stack, as `make run` starts it, once for the session; and a visitor who uses its API."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.stack import Stack
from tests.support.visitor import Visitor


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack that tests leave as they found it."""
    stack = Stack(tmp_path_factory.mktemp("stack") / "var")
    stack.start()
    yield stack
    stack.stop()


@pytest.fixture
def own_stack(tmp_path: Path) -> Iterator[Stack]:
    """A stack that is not started yet, for a test that breaks it."""
    stack = Stack(tmp_path / "var")
    yield stack
    stack.stop()


@pytest.fixture
def visitor(stack: Stack) -> Iterator[Visitor]:
    """A new visitor of the session's stack."""
    with Visitor(stack.url) as visitor:
        yield visitor
