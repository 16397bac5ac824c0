"""A site for a test that harms it, and faults that are built into its programs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.site import Site

PATCHES = Path(__file__).parent / "patches"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site that is not started yet; workers are up again in seconds with LiteRT."""
    site = Site(tmp_path, RUNTIME="litert")
    yield site
    site.stop()


@pytest.fixture
def build_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Builds faults of the folder `patches` into all programs that are started from now on."""

    def build(faults: str) -> None:
        monkeypatch.setenv("PYTHONPATH", str(PATCHES))
        monkeypatch.setenv("FAULTS", faults)

    return build
