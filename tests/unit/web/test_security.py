"""No other site may act in a visitor's name, and every answer carries the headers that protect browsers."""

import pytest
from flask.testing import FlaskClient

# Refused for what it is (415), which shows that it was let through.
LET_THROUGH = 415


def post(client: FlaskClient, **headers: str) -> int:
    response = client.post("/v1/predictions", data=b"x", content_type="text/plain", headers=headers)
    if response.status_code == 403:
        assert response.json is not None
        assert response.json["type"] == "urn:numberfigure:problem:cross-site"
    return response.status_code


def test_programs_are_let_through(client: FlaskClient) -> None:
    assert post(client) == LET_THROUGH


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_pages_are_let_through(client: FlaskClient, site: str) -> None:
    assert post(client, **{"Sec-Fetch-Site": site}) == LET_THROUGH
    assert post(client, Origin="http://localhost") == LET_THROUGH


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_pages_of_other_sites_are_refused(client: FlaskClient, site: str) -> None:
    assert post(client, **{"Sec-Fetch-Site": site}) == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:81", "http://localhost.evil.example", "", "http://"]
)
def test_older_browsers_are_judged_by_the_origin(client: FlaskClient, origin: str) -> None:
    assert post(client, Origin=origin) == 403


def test_a_damaged_origin_is_refused(client: FlaskClient) -> None:
    assert post(client, Origin="http://[") == 403


@pytest.mark.parametrize("method", ["put", "delete"])
def test_every_changing_method_is_checked(client: FlaskClient, method: str) -> None:
    response = getattr(client, method)("/v1/predictions/x", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_links_from_other_sites_are_followed(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing", "/v1/predictions/nothing", "/static/page.css"])
def test_every_answer_has_the_protecting_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
