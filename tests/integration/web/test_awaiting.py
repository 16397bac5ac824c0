"""Awaiting a prediction: until it is done, erased, or the time is over."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.ids import make_prediction_id
from shared.prediction import Status
from shared.settings import Settings
from tests.support.polling import wait_for
from tests.support.services import Site
from tests.support.submissions import accept, make_submission
from web.lookup import Found, UnknownPredictionError, await_prediction
from web.parts import Parts
from web.waiting import Waiting

LONG_SECONDS = 20.0
AT_ONCE_SECONDS = 5.0


def test_awaiting_returns_when_the_prediction_is_done(parts: Parts, site: Site) -> None:
    prediction_id = accept(site.queue, image=b"7")
    with ThreadPoolExecutor(1) as pool:
        started = time.monotonic()
        waiting = pool.submit(await_prediction, parts, prediction_id, LONG_SECONDS)
        wait_for(lambda: parts.waiting._waiters)
        assert not waiting.done()
        site.service.answer_due([])
        found: Found = waiting.result()
    assert found.is_final
    assert found.parse().number == "7"
    assert time.monotonic() - started < LONG_SECONDS / 2


def test_awaiting_ends_with_its_time_and_the_present_status(parts: Parts, site: Site) -> None:
    prediction_id = accept(site.queue)
    started = time.monotonic()
    found = await_prediction(parts, prediction_id, 0.3)
    assert time.monotonic() - started >= 0.3
    assert (found.is_final, found.parse().status) == (False, Status.QUEUED)


def test_without_a_free_place_the_present_status_is_answered_at_once(
    parts: Parts, site: Site, settings: Settings
) -> None:
    object.__setattr__(parts, "waiting", Waiting(settings, capacity=0))
    prediction_id = accept(site.queue)
    started = time.monotonic()
    assert not await_prediction(parts, prediction_id, LONG_SECONDS).is_final
    assert time.monotonic() - started < AT_ONCE_SECONDS


def test_an_erased_prediction_is_unknown_to_those_who_wait(parts: Parts, site: Site) -> None:
    prediction_id = accept(site.queue)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(await_prediction, parts, prediction_id, LONG_SECONDS)
        wait_for(lambda: parts.waiting._waiters)
        site.queue.erase(prediction_id)
        with pytest.raises(UnknownPredictionError):
            waiting.result()


def test_who_waits_is_told_the_answer_and_looks_no_more(
    parts: Parts, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[object] = []
    look_up = parts.queue.look_up
    monkeypatch.setattr(parts.queue, "look_up", lambda wanted: looks.append(look_up(wanted)) or looks[-1])
    prediction_id = accept(site.queue, image=b"7")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(await_prediction, parts, prediction_id, LONG_SECONDS)
        wait_for(lambda: looks)
        site.service.answer_due([])
        assert waiting.result().parse().number == "7"
    assert len(looks) == 1


def test_an_announcement_that_was_missed_delays_for_two_seconds_only(
    parts: Parts, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts.waiting, "_wake", lambda _: None)
    prediction_id = accept(site.queue, image=b"7")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(await_prediction, parts, prediction_id, LONG_SECONDS)
        wait_for(lambda: parts.waiting._waiters)
        site.service.answer_due([])
        assert waiting.result(LONG_SECONDS / 2).is_final


def test_what_was_submitted_here_is_looked_up_only_where_its_announcement_was_missed(
    parts: Parts, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def expect_and_accept() -> str:
        prediction_id = make_prediction_id()
        with parts.waiting.expect(prediction_id):
            site.queue.accept(make_submission(prediction_id=prediction_id, image=b"7"))
        return prediction_id

    looks: list[object] = []
    look_up = parts.queue.look_up
    monkeypatch.setattr(parts.queue, "look_up", lambda wanted: looks.append(look_up(wanted)) or looks[-1])
    with parts.waiting.expect("the first, with which listening begins"):
        wait_for(lambda: parts.waiting._hears)
    first, second, third = (expect_and_accept() for _ in range(3))
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(await_prediction, parts, each, LONG_SECONDS) for each in (first, second)]
        wait_for(lambda: len(parts.waiting._waiters) == 2)
        site.service.answer_due([])
        assert [each.result().parse().number for each in waiting] == ["7", "7"]
    assert looks == []
    wait_for(lambda: third not in parts.waiting._expected)
    assert await_prediction(parts, third, LONG_SECONDS).parse().number == "7"
    assert len(looks) == 1


def test_what_is_refused_is_not_expected(parts: Parts) -> None:
    with parts.waiting.expect("a"):
        wait_for(lambda: parts.waiting._hears)

    def refuse() -> None:
        with parts.waiting.expect("b"):
            assert "b" in parts.waiting._expected
            raise RuntimeError

    with pytest.raises(RuntimeError):
        refuse()
    assert "b" not in parts.waiting._expected


def test_nothing_is_expected_whose_announcement_may_have_been_lost(parts: Parts, site: Site) -> None:
    with parts.waiting.expect("a"):
        wait_for(lambda: parts.waiting._hears)
    with parts.waiting.expect("b"):
        pass
    site.queue.client.client_kill_filter(_type="pubsub")
    wait_for(lambda: not parts.waiting._expected)
