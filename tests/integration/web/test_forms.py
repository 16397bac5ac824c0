"""The pages' own forms: correcting, canceling and erasing without JavaScript, and only from our own pages."""

import pytest
from flask.testing import FlaskClient

from shared.queue import keys
from shared.settings import Settings
from tests.support.api import read_json, submit
from tests.support.services import Site
from web.app import create_app
from web.parts import Parts


def submit_answered(client: FlaskClient, site: Site) -> str:
    prediction_id = submit(client)
    site.service.answer_due([])
    return prediction_id


def read_label(client: FlaskClient, prediction_id: str) -> str | None:
    label: str | None = read_json(client.get(f"/v1/predictions/{prediction_id}"))["label"]
    return label


def test_a_correction_leads_back_to_the_page_that_shows_it(client: FlaskClient, site: Site) -> None:
    prediction_id = submit_answered(client, site)
    page = client.get(f"/p/{prediction_id}").text
    assert "Is that right?" in page
    assert 'name="number" value="1">1</button>' in page
    for sent, kept, words in (
        ("1", "1", "You corrected it"),
        ("7", "7", "You confirmed it"),
        (" 40  7 ", "40 7", "40 7"),
    ):
        answer = client.post(f"/p/{prediction_id}/label", data={"number": sent})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/p/{prediction_id}#judgement")
        assert read_label(client, prediction_id) == kept
        assert words in client.get(f"/p/{prediction_id}").text
    assert client.post(f"/p/{prediction_id}/label", data={"number": ""}).status_code == 303
    assert read_label(client, prediction_id) is None


@pytest.mark.parametrize("number", ["seven", "1.5", "-1", "\u0667", "1" * 101])
def test_what_is_no_number_is_refused_in_words(client: FlaskClient, site: Site, number: str) -> None:
    prediction_id = submit_answered(client, site)
    answer = client.post(f"/p/{prediction_id}/label", data={"number": number}, headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "Write the digits that are in the picture" in answer.text
    assert read_label(client, prediction_id) is None


def test_strangers_are_offered_nothing_and_refused(client: FlaskClient, stranger: FlaskClient, site: Site) -> None:
    prediction_id = submit_answered(client, site)
    page = stranger.get(f"/p/{prediction_id}").text
    assert "Is that right?" not in page
    assert "Erase" not in page
    for action in ("label", "cancel", "erase"):
        assert stranger.post(f"/p/{prediction_id}/{action}", data={"number": "1"}).status_code == 403
    client.post(f"/p/{prediction_id}/label", data={"number": "1"})
    assert "The person who sent it says that it is <strong>1</strong>" in stranger.get(f"/p/{prediction_id}").text


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.test"}],
)
def test_other_sites_cannot_send_them(client: FlaskClient, site: Site, headers: dict[str, str]) -> None:
    prediction_id = submit_answered(client, site)
    for path in (f"/p/{prediction_id}/label", f"/p/{prediction_id}/erase", "/history/erase"):
        assert client.post(path, data={"number": "1"}, headers=headers).status_code == 403
    assert read_label(client, prediction_id) is None


def test_what_waits_is_canceled_and_what_has_begun_is_shown(client: FlaskClient, site: Site) -> None:
    prediction_id = submit(client)
    assert "Cancel</button>" in client.get(f"/p/{prediction_id}").text
    assert client.post(f"/p/{prediction_id}/cancel").status_code == 303
    assert "was canceled before it was read" in client.get(f"/p/{prediction_id}").text
    done = submit_answered(client, site)
    assert client.post(f"/p/{done}/cancel").headers["Location"] == f"/p/{done}"


def test_one_is_erased(client: FlaskClient, site: Site) -> None:
    erased, kept = submit_answered(client, site), submit_answered(client, site)
    answer = client.post(f"/p/{erased}/erase")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/history")
    assert client.get(f"/p/{erased}").status_code == 404
    history = client.get("/history").text
    assert erased not in history
    assert kept in history


def test_all_are_erased_in_redis_and_in_the_store(
    client: FlaskClient, settings: Settings, parts: Parts, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.owning.ERASED_AT_ONCE", 2)
    other = create_app(settings, parts).test_client()
    kept = submit_answered(other, site)
    answered = [submit_answered(client, site) for _ in range(3)]
    client.post(f"/p/{answered[0]}/label", data={"number": "1"})
    mine = [*answered, *(submit(client) for _ in range(3))]
    assert client.post("/history/erase").headers["Location"] == "/history"
    assert "Nothing here yet" in client.get("/history").text
    # What a worker had in hand comes too late.
    site.service.answer_due([])
    names: list[bytes] = site.queue.client.keys()  # type: ignore[assignment]
    assert [name for name in names for prediction_id in mine if prediction_id.encode() in name] == []
    for prediction_id in mine:
        assert client.get(f"/p/{prediction_id}").status_code == 404
        assert site.store.get(prediction_id) is None
    assert site.store.list_labelled(10) == []
    assert site.queue.client.exists(keys.answer_key(kept))
    assert other.get(f"/p/{kept}").status_code == 200
    assert client.post("/history/erase").status_code == 303


def test_new_visitors_have_nothing_to_erase(client: FlaskClient) -> None:
    assert client.post("/history/erase").headers["Location"] == "/history"
