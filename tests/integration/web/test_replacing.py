"""`replaces`: a drawing that goes on is one entry in the history."""

import base64
import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.ids import make_prediction_id
from shared.store.contract import StoreUnavailableError
from tests.support.api import post, read_json, submit
from tests.support.services import Site
from tests.support.sizes import make_picture
from web.parts import Parts

FORMS = ("multipart", "json", "query")


def post_newer(client: FlaskClient, older: Any, form: str = "multipart") -> TestResponse:
    """Submit a picture that replaces an older one, in one of the three forms."""
    picture = make_picture("PNG")
    if form == "multipart":
        return client.post("/v1/predictions", data={"file": (io.BytesIO(picture), "drawing.png"), "replaces": older})
    if form == "json":
        url = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
        return client.post("/v1/predictions", json={"image": url, "replaces": older})
    return client.post(f"/v1/predictions?replaces={older}", data=picture, content_type="image/png")


def list_history(client: FlaskClient) -> list[str]:
    return [each["id"] for each in read_json(client.get("/v1/predictions"))["data"]]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("answered", [False, True])
def test_the_history_shows_the_newest_try_alone(client: FlaskClient, site: Site, form: str, answered: bool) -> None:
    older = submit(client)
    if answered:
        site.service.answer_due([])
    response = post_newer(client, older, form)
    newer = read_json(response)["id"]
    assert response.status_code == 202
    assert list_history(client) == [newer]
    site.service.answer_due([])
    assert list_history(client) == [newer]
    for path in (f"/v1/predictions/{older}", f"/v1/predictions/{older}/preview.png", f"/p/{older}"):
        assert client.get(path).status_code == 404
    assert len(site.reader.prepared) == (2 if answered else 1)


def test_an_answer_that_comes_late_brings_nothing_back(client: FlaskClient, site: Site) -> None:
    older = submit(client)
    [claim] = site.claims.claim("slow:1", [older]).claims
    newer = read_json(post_newer(client, older))["id"]
    site.claims.release([claim], 0)
    site.service.answer_due([])
    assert list_history(client) == [newer]
    assert site.store.get(older) is None


def test_only_the_owner_replaces(client: FlaskClient, stranger: FlaskClient, site: Site) -> None:
    older = submit(client)
    for _ in range(2):
        refused = post_newer(stranger, older)
        assert (refused.status_code, read_json(refused)["type"]) == (403, "urn:numberfigure:problem:not-owner")
        assert list_history(client) == [older]
        site.service.answer_due([])
    assert list_history(stranger) == []


def test_what_is_gone_needs_no_replacing(client: FlaskClient) -> None:
    assert post_newer(client, make_prediction_id()).status_code == 202
    older = submit(client)
    client.delete(f"/v1/predictions/{older}")
    assert post_newer(client, older).status_code == 202


@pytest.mark.parametrize("form", FORMS)
def test_what_is_no_id_is_refused(client: FlaskClient, form: str) -> None:
    assert post_newer(client, "nonsense", form).status_code == 400
    assert post_newer(client, 7, form).status_code == 400
    assert list_history(client) == []


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_field_replaces_nothing(client: FlaskClient, form: str) -> None:
    older = submit(client)
    assert post_newer(client, "", form).status_code == 202
    assert older in list_history(client)


def test_a_picture_that_is_refused_replaces_nothing(client: FlaskClient) -> None:
    older = submit(client)
    refused = client.post(f"/v1/predictions?replaces={older}", data=b"no picture", content_type="image/png")
    assert refused.status_code == 415
    assert list_history(client) == [older]


def test_what_its_owner_has_corrected_stays(client: FlaskClient, site: Site) -> None:
    older = submit(client)
    site.service.answer_due([])
    client.put(f"/v1/predictions/{older}/label", json={"number": "7"})
    newer = read_json(post_newer(client, older))["id"]
    assert list_history(client) == [newer, older]
    assert read_json(client.get(f"/v1/predictions/{older}"))["label"] == "7"


def test_a_store_that_fails_after_the_acceptance_loses_nothing(
    client: FlaskClient, parts: Parts, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = read_json(post(client))["id"]

    def fail(*_: object) -> None:
        raise StoreUnavailableError("away")

    with monkeypatch.context() as patch:
        patch.setattr(parts.store, "erase", fail)
        newer = read_json(post_newer(client, older))["id"]
    site.service.answer_due([])
    assert list_history(client) == [newer]
