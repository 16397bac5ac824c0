"""The front end without anything behind it: Redis refuses, and the store is empty."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.settings import Settings
from web.app import create_app


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """An app whose Redis refuses connections."""
    return create_app(
        Settings(redis_url=f"unix://{tmp_path}/nothing.sock", data_dir=tmp_path, max_upload_bytes=1000, max_pixels=1000)
    )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of that app."""
    return app.test_client()
