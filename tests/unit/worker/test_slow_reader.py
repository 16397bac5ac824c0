"""The reader of the tests of scaling: it answers as any other, later."""

import time

import pytest

from model.reader import Reader
from worker.slow_reader import SlowReader


@pytest.mark.parametrize(("milliseconds", "at_least"), [(0, 0.0), (50, 0.15)])
def test_each_image_of_a_batch_takes_its_time(
    monkeypatch: pytest.MonkeyPatch, milliseconds: int, at_least: float
) -> None:
    monkeypatch.setattr(Reader, "__init__", lambda *_: None)
    monkeypatch.setattr(Reader, "read", lambda _, prepared: list(prepared))
    reader = SlowReader(None, 1, milliseconds)  # type: ignore[arg-type]
    started = time.monotonic()
    assert reader.read([1, 2, 3]) == [1, 2, 3]  # type: ignore[list-item, comparison-overlap]
    assert time.monotonic() - started >= at_least
