"""The API as a program calls it."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.sizes import make_picture


def post(client: FlaskClient, **headers: str) -> TestResponse:
    """Submit a picture."""
    return client.post("/v1/predictions", data=make_picture("PNG"), content_type="image/png", headers=headers)


def submit(client: FlaskClient) -> str:
    """Submit a picture and return its prediction's id."""
    body = read_json(post(client))
    return str(body["id"])


def read_json(response: TestResponse) -> dict[str, Any]:
    """Read a body that is an object."""
    body = response.json
    assert isinstance(body, dict)
    return body
