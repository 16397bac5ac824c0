"""Named suites of labelled pictures that nothing was trained on, each made anew and the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from model.suites.boards import list_boards
from model.suites.mnist import list_mnist
from model.suites.nothing import list_nothing
from model.suites.scenes import list_scenes
from model.suites.sources import load_sources
from model.suites.suite import Suite

__all__ = ["Suite", "list_suites"]


def list_suites(mnist_path: Path, strokes_path: Path, *, quick: bool = False) -> list[Suite]:
    """List all suites, or the first tenth of each if it has to be quick. Raises MissingDataError."""
    suites = _list_all(mnist_path, strokes_path)
    return [suite.shorten() if quick else suite for suite in suites]


def _list_all(mnist_path: Path, strokes_path: Path) -> Iterator[Suite]:
    sources = load_sources(mnist_path, strokes_path)
    yield from list_mnist(sources.test)
    yield from list_boards(sources)
    yield from list_scenes(sources)
    yield from list_nothing(sources)
