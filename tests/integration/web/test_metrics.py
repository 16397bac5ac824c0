"""/metrics: what Prometheus reads, true whichever process answers."""

import time

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from shared.queue.workers import WorkerDescription
from shared.store.contract import StoreUnavailableError
from tests.support.api import submit
from tests.support.services import Site
from tests.support.submissions import accept
from web.parts import Parts

WORKER = WorkerDescription(
    name='host:1"\\', model_version="1.fake", runtime="litert", started_at="2026-11-22T12:00:00.000Z", answered=5,
    images_per_second=12.5,
)  # fmt: skip
LABELS = (("model_version", "1.fake"), ("runtime", "litert"), ("worker", 'host:1"\\'))

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def scrape(client: FlaskClient) -> Samples:
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.content_type.startswith("text/plain; version=")
    return {
        (sample.name.removeprefix("numberfigure_"), tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_an_idle_system_has_all_figures_at_0(client: FlaskClient) -> None:
    assert scrape(client) == {
        (name, ()): value
        for name, value in {
            "queue_up": 1, "store_up": 1, "accepted_total": 0, "succeeded_total": 0, "failed_total": 0,
            "canceled_total": 0, "pending": 0, "pending_bytes": 0, "oldest_pending_seconds": 0, "queued_messages": 0,
            "workers": 0,
        }.items()
    }  # fmt: skip


def test_the_figures_follow_the_queue(client: FlaskClient, stranger: FlaskClient, site: Site) -> None:
    submit(client)
    site.service.answer_due([])
    site.queue.erase(accept(site.queue))
    accept(site.queue, image=b"12345")
    samples = scrape(client)
    told = {name: value for (name, _), value in samples.items()}
    assert (told["accepted_total"], told["succeeded_total"], told["canceled_total"]) == (3, 1, 1)
    assert (told["pending"], told["pending_bytes"], told["queued_messages"]) == (1, 5, 1)
    assert told["oldest_pending_seconds"] > 0
    # Another web process tells the same.
    assert scrape(stranger)[("accepted_total", ())] == 3


def test_each_worker_tells_its_own(client: FlaskClient, parts: Parts) -> None:
    parts.registry.beat(WORKER)
    idle = WORKER.model_copy(update={"name": "host:2", "images_per_second": None})
    parts.registry.beat(idle)
    samples = scrape(client)
    assert samples[("workers", ())] == 2
    assert samples[("worker_answered_total", LABELS)] == 5
    assert samples[("worker_images_per_second", LABELS)] == 12.5
    assert len([name for name, _ in samples if name == "worker_images_per_second"]) == 1


def test_models_tell_what_they_read_and_what_people_said(client: FlaskClient, site: Site) -> None:
    for number in ("7", "7", "7", "1", None):
        prediction_id = accept(site.queue, image=b"7")
        site.service.answer_due([])
        site.store.set_label(prediction_id, number)
    samples = scrape(client)
    model = ("model_version", "1.fake")
    assert samples[("model_read_total", (model,))] == 5
    assert samples[("model_labels", (model, ("verdict", "right")))] == 3
    assert samples[("model_labels", (model, ("verdict", "wrong")))] == 1
    assert samples[("model_live_accuracy", (model,))] == 0.75


def test_a_store_that_is_away_is_told(client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise StoreUnavailableError("It is away.")

    monkeypatch.setattr(parts.store, "check", fail)
    samples = scrape(client)
    assert (samples[("store_up", ())], samples[("queue_up", ())]) == (0, 1)


def test_a_redis_that_takes_no_writes_is_down_and_still_tells_its_figures(client: FlaskClient, site: Site) -> None:
    accept(site.queue)
    site.queue.client.config_set("maxmemory", "1")
    try:
        samples = scrape(client)
    finally:
        site.queue.client.config_set("maxmemory", "1gb")
    assert (samples[("queue_up", ())], samples[("pending", ())]) == (0, 1)


def test_a_redis_that_hangs_is_told_in_time(hanging_client: FlaskClient) -> None:
    started = time.monotonic()
    assert scrape(hanging_client) == {("queue_up", ()): 0, ("store_up", ()): 1}
    assert time.monotonic() - started < 3
