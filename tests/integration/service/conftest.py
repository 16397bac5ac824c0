"""A worker's service on real parts."""

from collections.abc import Iterator

import pytest

from shared.settings import Settings
from tests.support.services import Site, open_site


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A service on an empty queue and an empty store."""
    with open_site(settings) as site:
        yield site
