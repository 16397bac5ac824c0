"""The history: what is in the queue and what is stored, as one list, newest first."""

from itertools import count

import pytest
from flask.testing import FlaskClient

from shared.prediction import Status
from tests.support.api import submit
from tests.support.services import Site
from tests.support.submissions import accept
from web.history import Page, list_history
from web.parts import Parts


def read_page(parts: Parts, limit: int = 100, after: str | None = None, owner: str | None = "owner") -> Page:
    return list_history(parts, owner, limit, after)


def read_ids(page: Page) -> list[str]:
    return [prediction.id for prediction in page.predictions]


@pytest.fixture
def mixed(site: Site) -> list[str]:
    """Seven predictions, stored and queued in turns, newest first."""
    ids = [accept(site.queue, image=b"7") for _ in range(7)]
    batch = site.claims.claim("other", ids).claims
    site.claims.release([claim for claim, number in zip(batch, count(), strict=False) if number % 2 == 0], 0)
    site.service.answer_due([])
    site.claims.release([claim for claim, number in zip(batch, count(), strict=False) if number % 2], 0)
    return ids[::-1]


def test_the_queue_and_the_store_make_one_list_newest_first(parts: Parts, mixed: list[str]) -> None:
    page = read_page(parts)
    assert read_ids(page) == mixed
    assert page.next_after is None
    statuses = [prediction.status for prediction in page.predictions]
    assert statuses == [Status.SUCCEEDED, Status.QUEUED] * 3 + [Status.SUCCEEDED]


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7])
def test_pages_cover_all_without_gap_or_repetition(parts: Parts, mixed: list[str], limit: int) -> None:
    found, after, pages = [], None, 0
    while True:
        page = read_page(parts, limit, after)
        found, after, pages = found + read_ids(page), page.next_after, pages + 1
        if after is None:
            break
    assert found == mixed
    assert pages == -(-len(mixed) // limit)


def test_what_is_in_both_places_is_listed_once_as_stored(
    parts: Parts, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A worker stored it and has not told the queue yet.
    monkeypatch.setattr(site.claims, "complete", lambda _: set())
    prediction_id = accept(site.queue, image=b"7")
    site.service.answer_due([])
    page = read_page(parts)
    assert [(each.id, each.status) for each in page.predictions] == [(prediction_id, Status.SUCCEEDED)]


def test_other_owners_and_new_visitors_see_nothing(parts: Parts, mixed: list[str]) -> None:
    assert mixed
    assert read_page(parts, owner="somebody else") == Page([], None)
    assert read_page(parts, owner=None) == Page([], None)


def test_a_correction_is_in_the_history(parts: Parts, site: Site) -> None:
    prediction_id = accept(site.queue, image=b"7")
    site.service.answer_due([])
    site.store.set_label(prediction_id, "1")
    assert [prediction.label for prediction in read_page(parts).predictions] == ["1"]


def test_the_api_pages_through_the_callers_own(client: FlaskClient, stranger: FlaskClient, site: Site) -> None:
    for _ in range(3):
        submit(client)
    first = client.get("/v1/predictions?limit=2").json
    assert first is not None
    assert (len(first["data"]), first["has_more"]) == (2, True)
    second = client.get("/v1/predictions", query_string={"limit": 2, "after": first["next"]}).json
    assert second is not None
    assert (len(second["data"]), second["has_more"], second["next"]) == (1, False, None)
    assert stranger.get("/v1/predictions").json == {"data": [], "has_more": False, "next": None}
    assert client.get("/v1/predictions?after=nonsense").status_code == 400
    assert client.get("/v1/predictions?limit=0").status_code == 400
    assert site.queue.read_totals()["pending"] == 3
