"""A picture that fails, fails alone, with a reason; one that kills workers is given up; one that is canceled rests."""

from dataclasses import replace
from typing import Any

import pytest

from model.reading import Reading
from shared.prediction import Status
from shared.queue import keys
from shared.store.contract import Picture
from tests.support.fake_reader import BREAKS_ITS_BATCH, BREAKS_PREPROCESSING, UNREADABLE, FakeInk
from tests.support.polling import wait_for
from tests.support.services import Site
from tests.support.submissions import accept, begin_when_due

PREFIX = "urn:numberfigure:problem:"


def assert_failed(site: Site, prediction_id: str, slug: str, status: int) -> None:
    told = site.read_told(prediction_id)
    assert told == site.read_stored(prediction_id)
    assert told.error is not None
    assert (told.status, told.number, told.error.type, told.error.status) == (
        Status.FAILED,
        "",
        PREFIX + slug,
        status,
    )
    assert told.error.detail


@pytest.mark.parametrize(
    ("image", "slug", "status"),
    [
        (UNREADABLE, "damaged", 422),
        (BREAKS_PREPROCESSING, "internal-error", 500),
        (BREAKS_ITS_BATCH, "internal-error", 500),
    ],
    ids=["unreadable", "breaks preprocessing", "breaks its batch"],
)
def test_a_picture_that_fails_fails_alone(site: Site, image: bytes, slug: str, status: int) -> None:
    before, failing, after = (accept(site.queue, image=content) for content in (b"1", image, b"2"))
    assert site.service.answer_due([]) == 3
    assert [site.read_told(prediction_id).number for prediction_id in (before, failing, after)] == ["1", "", "2"]
    assert_failed(site, failing, slug, status)
    totals = site.queue.read_totals()
    assert (totals["succeeded"], totals["failed"]) == (2, 1)


def test_a_picture_that_fails_shows_no_trace(site: Site) -> None:
    failing = accept(site.queue, image=BREAKS_PREPROCESSING)
    site.service.answer_due([])
    assert b"Traceback" not in site.read_told(failing).model_dump_json().encode()
    assert BREAKS_PREPROCESSING not in site.read_told(failing).model_dump_json().encode()


def test_ink_that_cannot_be_drawn_costs_no_answer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> bytes:
        raise ValueError("no ink")

    drawn = accept(site.queue, image=b"1")
    site.service.answer_due([])
    assert site.store.get_picture(drawn, Picture.INK) == b"ink"
    monkeypatch.setattr(FakeInk, "draw", fail)
    other = accept(site.queue, image=b"7")
    site.service.answer_due([])
    assert site.read_told(other).number == "7"
    assert not site.store.get_picture(other, Picture.INK)


def test_after_three_deaths_a_submission_is_given_up_without_another_try(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 1)
    killer = accept(site.queue, image=b"7")
    for deaths in range(3):
        [claim] = begin_when_due(site.claims)
        assert claim.deaths == deaths
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 60_000)
    wait_for(lambda: site.service.answer_due([killer]))
    assert_failed(site, killer, "gave-up", 422)
    assert site.reader.prepared == []


def test_after_two_deaths_a_submission_is_still_tried(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 1)
    suspect = accept(site.queue, image=b"7")
    for _ in range(2):
        begin_when_due(site.claims)
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 60_000)
    wait_for(lambda: site.service.answer_due([suspect]))
    assert site.read_told(suspect).number == "7"


def test_a_canceled_submission_is_stored_as_canceled_and_never_read(site: Site) -> None:
    canceled, wanted = accept(site.queue, image=b"7"), accept(site.queue, image=b"8")
    assert site.queue.cancel(canceled, "owner") == "canceled"
    assert site.service.answer_due([]) == 2
    told = site.read_told(canceled)
    assert told == site.read_stored(canceled)
    assert (told.status, told.number, told.error) == (Status.CANCELED, "", None)
    assert site.read_told(wanted).number == "8"
    assert site.reader.prepared == [b"8"]
    assert site.queue.read_totals()["canceled"] == 1


def test_a_submission_erased_while_it_is_read_is_told_to_nobody(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    erased = accept(site.queue, image=b"7")
    read = site.reader.read

    def erase_then_read(prepared: list[object]) -> object:
        site.store.erase(erased, "owner")
        site.queue.erase(erased)
        return read(prepared)  # type: ignore[arg-type]

    monkeypatch.setattr(site.reader, "read", erase_then_read)
    assert site.service.answer_due([]) == 0
    assert site.queue.look_up(erased) is None
    assert site.store.get(erased) is None


def test_a_reading_of_which_no_answer_can_be_made_fails_alone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    read = site.reader.read
    monkeypatch.setattr(site.reader, "read", lambda items: [_damage(reading) for reading in read(items)])
    good, bad = accept(site.queue, image=b"7"), accept(site.queue, image=b"9")
    assert site.service.answer_due([]) == 2
    assert site.read_told(good).number == "7"
    assert_failed(site, bad, "internal-error", 500)


def _damage(reading: Reading) -> Reading:
    wrong: Any = 9
    return replace(reading, number=wrong) if reading.number == "9" else reading


def test_bytes_that_are_gone_fail_visibly(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.outage.OUTAGE_SECONDS", 0.5)
    gone = accept(site.queue, image=b"7")
    site.queue.client.hdel(keys.submission_key(gone), "image")
    assert site.service.answer_due([]) == 1
    assert_failed(site, gone, "picture-gone", 410)
