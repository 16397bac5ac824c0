"""Outages of the store lose nothing, count against nobody, and end by themselves."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from shared.prediction import Status
from shared.queue.unfinished import Unfinished
from shared.settings import Settings
from shared.store.contract import MissingTablesError
from tests.support.polling import wait_for
from tests.support.services import Site, open_site
from tests.support.submissions import accept, claim_when_due


@contextmanager
def lock_store(settings: Settings) -> Iterator[None]:
    """Have another program hold the database locked."""
    connection = sqlite3.connect(settings.effective_store_url.removeprefix("sqlite:///"), isolation_level=None)
    with closing(connection):
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


@pytest.fixture(autouse=True)
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a batch that was released fall due at once."""
    monkeypatch.setattr("worker.service.RELEASE_DELAY_MS", 0)


def test_a_batch_that_cannot_be_stored_is_released_and_counts_against_nobody(site: Site, settings: Settings) -> None:
    prediction_id = accept(site.queue, image=b"7")
    with lock_store(settings):
        assert site.service.answer_due([prediction_id]) == 0
    assert site.reader.batches == [1]
    unfinished = site.queue.look_up(prediction_id)
    assert isinstance(unfinished, Unfinished)
    assert unfinished.status is Status.QUEUED
    assert [claim.deaths for claim in claim_when_due(site.claims)] == [0]


def test_nothing_is_read_until_the_store_is_back(site: Site, settings: Settings) -> None:
    prediction_id = accept(site.queue, image=b"7")
    with lock_store(settings):
        for _ in range(3):
            assert site.service.answer_due([prediction_id]) == 0
        assert site.reader.batches == [1]
        assert not site.service.store_is_up()
    assert site.service.store_is_up()
    assert wait_for(lambda: site.service.answer_due([prediction_id])) == 1
    assert site.read_told(prediction_id) == site.read_stored(prediction_id)
    assert len(site.store.list_by_owner("owner", 10)) == 1


def test_a_worker_that_finds_no_store_at_its_start_claims_nothing(settings: Settings, tmp_path: Path) -> None:
    obstacle = tmp_path / "folder"
    obstacle.touch()
    with open_site(settings.model_copy(update={"store_url": f"sqlite:///{obstacle}/store.db"})) as site:
        prediction_id = accept(site.queue, image=b"7")
        assert site.service.answer_due([prediction_id]) == 0
        assert site.reader.prepared == []
        obstacle.unlink()
        assert site.service.store_is_up()
        assert site.service.answer_due([prediction_id]) == 1


def test_a_store_that_works_is_not_asked_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[None] = []
    monkeypatch.setattr(site.store, "check", lambda: asked.append(None))
    assert site.service.store_is_up()
    assert asked == []


def test_missing_tables_are_made(site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[None] = []

    def fail_until_made(*_: object) -> None:
        if not made:
            raise MissingTablesError("There is no such table.")

    monkeypatch.setattr(site.store, "create_schema", lambda: made.append(None))
    monkeypatch.setattr(site.store, "check", fail_until_made)
    prediction_id = accept(site.queue, image=b"7")
    with lock_store(settings):
        assert site.service.answer_due([]) == 0
    assert site.service.store_is_up()
    assert made == [None]
    assert wait_for(lambda: site.service.answer_due([])) == 1
    assert site.read_told(prediction_id) == site.read_stored(prediction_id)
