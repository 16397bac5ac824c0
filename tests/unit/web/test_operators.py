"""Who may see /metrics and /status, with Redis away: access comes first."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from shared.settings import Settings
from web.app import create_app

TOKEN = "the operator's token"
VIEWS = pytest.mark.parametrize("path", ["/metrics", "/status"])
BROWSER = {"Accept": "text/html"}


def make_client(tmp_path: Path, host: str, **changes: object) -> FlaskClient:
    settings = Settings(redis_url=f"unix://{tmp_path}/nothing.sock", data_dir=tmp_path, host=host)
    return create_app(settings.model_copy(update=changes)).test_client()


@pytest.fixture
def public(tmp_path: Path) -> FlaskClient:
    """A client of a web that other machines reach."""
    return make_client(tmp_path, "0.0.0.0", operator_token=TOKEN)  # noqa: S104 - that is the point.


@VIEWS
@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_loopback_no_token_is_needed(tmp_path: Path, host: str, path: str) -> None:
    client = make_client(tmp_path, host)
    assert client.get(path).status_code == 200
    # An owner's bearer, or anybody's, is not looked at either.
    assert client.get(path, headers={"Authorization": "Bearer x"}).status_code == 200


@VIEWS
@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \xe4"],
)
def test_elsewhere_only_the_token_opens(public: FlaskClient, path: str, authorization: str | None) -> None:
    response = public.get(path, headers={} if authorization is None else {"Authorization": authorization})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.json is not None
    assert response.json["type"] == "urn:numberfigure:problem:operator-token-needed"
    assert "operator_token" in response.json["detail"]
    assert "numberfigure_accepted" not in response.text


@VIEWS
@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_the_token_opens(public: FlaskClient, path: str, scheme: str) -> None:
    response = public.get(path, headers={"Authorization": f"{scheme} {TOKEN}"})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


@VIEWS
def test_an_address_that_a_proxy_tells_opens_nothing(tmp_path: Path, path: str) -> None:
    client = make_client(tmp_path, "0.0.0.0", trusted_proxies=1)  # noqa: S104 - that is the point.
    assert client.get(path, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 401


def test_people_are_told_on_a_page(public: FlaskClient) -> None:
    response = public.get("/status", headers=BROWSER)
    assert (response.status_code, response.mimetype) == (401, "text/html")
    assert "operator_token" in response.text


def test_a_browser_is_let_in_once_and_the_token_leaves_the_address(public: FlaskClient) -> None:
    response = public.get("/status", query_string={"token": TOKEN})
    assert (response.status_code, response.headers["Location"]) == (303, "/status")
    cookie = response.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/status"} <= set(cookie.split("; "))
    assert public.get("/status", headers=BROWSER).status_code == 200
    # The cookie goes to /status alone.
    assert public.get("/metrics").status_code == 401


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1]])
def test_a_wrong_token_in_the_address_sets_no_cookie(public: FlaskClient, token: str) -> None:
    response = public.get("/status", query_string={"token": token})
    assert response.status_code == 401
    assert "Set-Cookie" not in response.headers
    assert public.get("/status").status_code == 401


def test_a_wrong_cookie_is_refused(public: FlaskClient) -> None:
    public.set_cookie("numberfigure_operator", "wrong", path="/status")
    assert public.get("/status").status_code == 401


def test_without_a_setting_the_token_is_made_once_in_the_data_folder(tmp_path: Path) -> None:
    client = make_client(tmp_path, "0.0.0.0")  # noqa: S104 - that is the point.
    token = (tmp_path / "operator_token").read_text()
    assert client.get("/metrics", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_token_file_that_is_empty_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "operator_token").touch()
    client = make_client(tmp_path, "0.0.0.0")  # noqa: S104 - that is the point.
    for headers in ({}, {"Authorization": "Bearer "}):
        assert client.get("/status?token=", headers=headers).status_code == 401


def test_an_owners_token_that_is_wrong_is_told_how_to_authenticate(public: FlaskClient) -> None:
    response = public.get("/v1/predictions", headers={"Authorization": "Bearer x"})
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
