"""The API: submitting and reading, with a reader that needs no CNN."""

import pytest
from flask.testing import FlaskClient

from shared.ids import is_prediction_id, make_prediction_id
from shared.queue.connection import QueueUnavailableError
from shared.settings import Settings
from tests.support.api import post, read_json, submit
from tests.support.services import Site
from web.app import create_app
from web.parts import Parts


def test_a_submission_is_accepted_and_answered(client: FlaskClient, site: Site) -> None:
    response = post(client)
    body = read_json(response)
    prediction_id = body["id"]
    assert is_prediction_id(prediction_id)
    assert response.status_code == 202
    assert response.headers["Location"] == body["urls"]["get"] == f"/v1/predictions/{prediction_id}"
    assert int(response.headers["Retry-After"]) > 0
    assert (body["status"], body["queue"]["position"], body["number"]) == ("queued", 1, "")
    site.service.answer_due([])
    response = client.get(body["urls"]["get"])
    done = read_json(response)
    assert (response.status_code, done["status"], done["number"], done["queue"]) == (200, "succeeded", "7", None)
    assert "Retry-After" not in response.headers
    assert set(done) == set(body)


def test_the_answer_is_the_same_from_redis_and_from_the_store(client: FlaskClient, site: Site) -> None:
    prediction_id = submit(client)
    site.service.answer_due([])
    hot = client.get(f"/v1/predictions/{prediction_id}").data
    site.queue.drop_hot_copy(prediction_id)
    assert client.get(f"/v1/predictions/{prediction_id}").data == hot


def test_a_preferred_wait_is_kept_to_and_confirmed(client: FlaskClient) -> None:
    response = post(client, Prefer="wait=1")
    assert response.status_code == 202
    assert response.headers["Preference-Applied"] == "wait=1"
    assert "Preference-Applied" not in post(client).headers


def test_unknown_ids_are_404(client: FlaskClient) -> None:
    for path in ("", "/input.png", "/preview.png"):
        for name in (make_prediction_id(), "nonsense"):
            assert client.get(f"/v1/predictions/{name}{path}").status_code == 404


def test_the_rate_limit_is_told_and_kept(settings: Settings, parts: Parts) -> None:
    del parts
    client = create_app(settings.model_copy(update={"rate_limit": 2})).test_client()
    left = [post(client).headers["X-RateLimit-Remaining"] for _ in range(2)]
    assert left == ["1", "0"]
    refused = post(client)
    assert (refused.status_code, read_json(refused)["type"]) == (429, "urn:numberfigure:problem:rate-limited")
    assert int(refused.headers["Retry-After"]) > 0
    client.application.extensions["numberfigure"].store.close()


def test_a_full_queue_is_told_at_once_and_readiness_with_it(settings: Settings) -> None:
    client = create_app(settings.model_copy(update={"max_pending": 1})).test_client()
    assert client.get("/readyz").status_code == 200
    assert post(client).status_code == 202
    refused = post(client)
    assert (refused.status_code, read_json(refused)["type"]) == (503, "urn:numberfigure:problem:queue-full")
    ready = client.get("/readyz")
    assert (ready.status_code, read_json(ready)["queue"]) == (503, "full")
    client.application.extensions["numberfigure"].store.close()


def test_what_was_accepted_is_202_when_redis_goes_away_right_after(
    client: FlaskClient, parts: Parts, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise QueueUnavailableError("Redis has just gone")

    with monkeypatch.context() as patch:
        patch.setattr(parts.queue, "look_up", fail)
        response = post(client)
    assert (response.status_code, read_json(response)["status"]) == (202, "queued")
    site.service.answer_due([])
    assert read_json(client.get(response.headers["Location"]))["number"] == "7"
