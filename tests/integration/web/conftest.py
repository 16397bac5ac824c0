"""The front end on a real Redis and a real store, with a worker's service beside it that answers when it is told to."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from shared.settings import Settings
from tests.support.services import Site, open_site
from web.app import create_app
from web.parts import Parts, build_parts


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A worker's service with a reader that needs no CNN."""
    with open_site(settings) as site:
        yield site


@pytest.fixture
def parts(settings: Settings, site: Site) -> Iterator[Parts]:  # noqa: ARG001 - the service makes the store's tables.
    """The parts of the front end."""
    parts = build_parts(settings)
    yield parts
    parts.store.close()


@pytest.fixture
def client(settings: Settings, parts: Parts) -> FlaskClient:
    """A visitor."""
    return create_app(settings, parts).test_client()


@pytest.fixture
def stranger(settings: Settings, parts: Parts) -> FlaskClient:
    """Another visitor."""
    return create_app(settings, parts).test_client()


@pytest.fixture
def hanging_client(tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of a web whose Redis takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings = Settings(redis_url=f"redis://127.0.0.1:{server.getsockname()[1]}/0", data_dir=tmp_path / "alone")
        parts = build_parts(settings)
        yield create_app(settings, parts).test_client()
        parts.store.close()


@pytest.fixture(autouse=True)
def every_picture_is_a_seven(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the reader see a seven in whatever was sent."""
    decode = site.reader.decode
    monkeypatch.setattr(site.reader, "decode", lambda _: decode(b"7"))
