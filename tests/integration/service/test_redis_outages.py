"""Outages of Redis lose nothing, count against nobody, and end by themselves."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.queue.connection import QueueUnavailableError
from shared.settings import Settings
from tests.support.fake_reader import FakeReader
from tests.support.polling import wait_for
from tests.support.redis_server import RedisServer
from tests.support.services import open_site
from tests.support.submissions import accept, claim_when_due


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis that the test may kill."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


def test_a_redis_killed_between_storing_and_telling_costs_nothing(
    settings: Settings, own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_site(settings.model_copy(update={"redis_url": own_redis.url})) as site:
        save = site.store.save
        restart = threading.Timer(1.0, own_redis.start)

        def save_then_kill(records: list[object]) -> None:
            save(records)  # type: ignore[arg-type]
            own_redis.kill()
            restart.start()

        monkeypatch.setattr(site.store, "save", save_then_kill)
        ids = [accept(site.queue, image=b"7") for _ in range(3)]
        assert site.service.answer_due([]) == 3
        restart.join()
        assert {site.read_told(prediction_id).number for prediction_id in ids} == {"7"}
        assert site.queue.read_totals()["pending"] == 0
        assert len(site.store.list_by_owner("owner", 10)) == 3


def test_what_was_stored_but_never_told_is_told_by_the_next_attempt(
    settings: Settings, own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.outage.OUTAGE_SECONDS", 0.2)
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 50)
    with open_site(settings.model_copy(update={"redis_url": own_redis.url})) as site:
        save = site.store.save
        with monkeypatch.context() as patch:
            patch.setattr(site.store, "save", lambda records: (save(records), own_redis.kill()))
            prediction_id = accept(site.queue, image=b"7")
            with pytest.raises(QueueUnavailableError):
                site.service.answer_due([])
        own_redis.start()
        monkeypatch.setattr("shared.queue.claims.LEASE_MS", 60_000)
        assert wait_for(lambda: site.service.answer_due([])) == 1
        assert site.read_told(prediction_id) == site.read_stored(prediction_id)
        assert len(site.store.list_by_owner("owner", 10)) == 1


def test_an_outage_of_redis_while_a_batch_is_decoded_counts_against_nobody(
    settings: Settings, own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.outage.OUTAGE_SECONDS", 0.2)
    url = settings.model_copy(update={"redis_url": own_redis.url})
    with open_site(url, reader=FakeReader(while_preparing=own_redis.kill)) as site:
        accept(site.queue, image=b"7")
        with pytest.raises(QueueUnavailableError):
            site.service.answer_due([])
        own_redis.start()
        # The next heartbeat gives back what the outage made the worker drop.
        site.service.renew_claims()
        assert [claim.deaths for claim in claim_when_due(site.claims)] == [0]


def test_the_claims_in_hand_are_renewed_while_a_batch_takes_long(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 60_000)
    reader = FakeReader()
    with open_site(settings, reader=reader) as site:
        renewed: list[int] = []
        renew = site.claims.renew
        monkeypatch.setattr(site.claims, "renew", lambda claims: renewed.append(renew(claims)))
        reader._while_preparing = site.service.renew_claims
        site.service.renew_claims()
        accept(site.queue, image=b"7")
        assert site.service.answer_due([]) == 1
        site.service.renew_claims()
        assert renewed == [1]
