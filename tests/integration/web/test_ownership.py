"""What only the owner may do: cancel, erase, correct."""

import pytest
from flask.testing import FlaskClient

from tests.support.api import read_json, submit
from tests.support.services import Site
from web.owners import COOKIE


def test_the_id_alone_reads_and_the_owner_alone_changes(client: FlaskClient, stranger: FlaskClient, site: Site) -> None:
    path = f"/v1/predictions/{submit(client)}"
    assert stranger.get(path).status_code == 200
    assert stranger.post(f"{path}/cancel").status_code == 403
    assert stranger.delete(path).status_code == 403
    assert stranger.put(f"{path}/label", json={"number": "1"}).status_code == 403
    site.service.answer_due([])
    assert stranger.delete(path).status_code == 403
    assert stranger.get(f"{path}/preview.png").data == b"preview"
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    assert stranger.delete(path, headers={"Authorization": f"Bearer {cookie.value}"}).status_code == 204


def test_what_waits_can_be_canceled_and_stays_so(client: FlaskClient, site: Site) -> None:
    path = f"/v1/predictions/{submit(client)}"
    assert read_json(client.post(f"{path}/cancel"))["status"] == "canceled"
    assert read_json(client.get(path))["status"] == "canceled"
    site.service.answer_due([])
    assert read_json(client.get(path))["status"] == "canceled"
    assert read_json(client.post(f"{path}/cancel"))["status"] == "canceled"
    assert site.reader.prepared == []


@pytest.mark.parametrize("answered", [False, True])
def test_what_was_erased_is_gone(client: FlaskClient, site: Site, answered: bool) -> None:
    path = f"/v1/predictions/{submit(client)}"
    if answered:
        site.service.answer_due([])
    assert client.delete(path).status_code == 204
    site.service.answer_due([])
    for gone in (path, f"{path}/preview.png", path.replace("/v1/predictions", "/p")):
        assert client.get(gone).status_code == 404
    assert client.delete(path).status_code == 404


def test_a_correction_is_kept_and_can_be_taken_back(client: FlaskClient, site: Site) -> None:
    path = f"/v1/predictions/{submit(client)}"
    assert client.put(f"{path}/label", json={"number": "1"}).status_code == 409
    site.service.answer_due([])
    for number in ("407 12", None):
        assert read_json(client.put(f"{path}/label", json={"number": number}))["label"] == number
        assert read_json(client.get(path))["label"] == number
    for wrong in (
        {},
        {"number": "seven"},
        {"number": ""},
        {"number": 7},
        {"number": "7\n"},
        [],
        {"number": "1", "x": 1},
    ):
        assert client.put(f"{path}/label", json=wrong).status_code == 400
