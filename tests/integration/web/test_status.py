"""/status: the operator's page."""

import re

import pytest
from flask.testing import FlaskClient

from shared.store.contract import StoreUnavailableError
from tests.integration.web.test_metrics import WORKER
from tests.support.services import Site
from tests.support.submissions import accept
from web.parts import Parts


def read_page(client: FlaskClient) -> str:
    """Read the page's text, each run of white space one blank."""
    response = client.get("/status")
    assert (response.status_code, response.mimetype) == (200, "text/html")
    return " ".join(response.text.split())


def test_the_accounts_are_shown_as_a_sum_that_adds_up(client: FlaskClient, site: Site) -> None:
    accept(site.queue, image=b"7")
    site.service.answer_due([])
    accept(site.queue, image=b"12345")
    page = read_page(client)
    assert "2 accepted = 1 succeeded + 0 failed + 0 canceled + 1 in flight" in page
    assert "does not add up" not in page
    assert "5 bytes" in page
    assert re.search(r"<dt>Oldest</dt> <dd>\d+\.\d s</dd>", page)


def test_a_sum_that_does_not_add_up_is_said_to(client: FlaskClient, site: Site) -> None:
    accept(site.queue)
    site.queue.client.hincrby("{numberfigure}:totals", "accepted", 2)
    page = read_page(client)
    assert "3 accepted ≠ 0 succeeded" in page
    assert "does not add up: 2 are missing" in page
    site.queue.client.hincrby("{numberfigure}:totals", "accepted", -3)
    assert "does not add up: 1 too many" in read_page(client)


def test_the_workers_are_listed(client: FlaskClient, parts: Parts) -> None:
    assert "None has joined" in read_page(client)
    parts.registry.beat(WORKER.model_copy(update={"name": "<host>:1", "answered": 12345}))
    parts.registry.beat(WORKER.model_copy(update={"name": "host:2", "images_per_second": None}))
    page = read_page(client)
    for text in ("&lt;host&gt;:1", "host:2", "1.fake", "litert", "2026-11-22 12:00 UTC", "12,345", "none yet"):
        assert text in page
    assert "Together 12.5 images a second" in page


def test_it_refreshes_itself_also_without_a_script(client: FlaskClient) -> None:
    page = read_page(client)
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert "style=" not in page


def test_the_last_ten_minutes_are_plotted_and_put_in_words(client: FlaskClient, site: Site) -> None:
    for _ in range(10):
        accept(site.queue, image=b"7")
    site.service.answer_due([])
    # The present five seconds are left out until they are over.
    moved = [(key, key.replace(str(number := int(key.split(":")[-1])), str(number - 1))) for key in find_pulse(site)]
    for old, new in moved:
        site.queue.client.rename(old, new)
    page = read_page(client)
    assert "answered: <b>2</b> a second, at most 2" in page
    assert "accepted: <b>2</b> a second, at most 2" in page
    assert re.search(r'<path class="line-1" d="M0.0 60.0 h0 L[^"]* L240.0 0.0"/>', page)
    assert re.search(r"half are faster: <b>[\d.]+</b> ms", page)


def find_pulse(site: Site) -> list[str]:
    return [key.decode() for key in site.queue.client.keys("*:pulse:*")]  # type: ignore[union-attr]


def test_last_jobs_and_models_are_told(
    client: FlaskClient, parts: Parts, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.accuracy.REFRESH_SECONDS", 0)
    assert "No model has read anything yet" in read_page(client)
    for number in ("7", "1", "1"):
        prediction_id = accept(site.queue, image=b"7")
        site.service.answer_due([])
        site.store.set_label(prediction_id, number)
    job = site.service.last_job
    assert job is not None
    parts.registry.beat(WORKER.model_copy(update={"last_job": job}))
    page = read_page(client)
    assert re.search(r"UTC</time>: 1 picture in [\d.]+&nbsp;ms", page)
    row = r'<th scope="row">1.fake</th> <td class="number">3</td> <td class="number">1</td> <td class="number">2</td>'
    assert re.search(row + r' <td class="number">33.3&nbsp;% of 3</td>', page)


def test_a_store_that_is_away_is_told(client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise StoreUnavailableError("It is away.")

    monkeypatch.setattr(parts.store, "check", fail)
    assert '<dt>Store</dt> <dd class="alert">It is away.</dd>' in read_page(client)


def test_a_redis_that_is_away_is_told(hanging_client: FlaskClient) -> None:
    page = read_page(hanging_client)
    assert "Redis does not accept work now" in page
    assert "accepted" not in page
