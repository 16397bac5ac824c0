"""Places to wait: woken by announcements, as many as there is capacity for, and nothing left behind."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.ids import make_prediction_id
from shared.settings import Settings
from tests.support.polling import wait_for
from tests.support.services import Site
from tests.support.submissions import accept
from web.waiting import Waiting

LONG_SECONDS = 20.0
AT_ONCE_SECONDS = 5.0


def count_listeners(site: Site) -> int:
    """Count the subscriptions; those of other tests go on."""
    [(_, count)] = site.queue.client.pubsub_numsub("{numberfigure}:done")  # type: ignore[misc]
    return int(count)


def fail_while_waiting(waiting: Waiting) -> None:
    with waiting.place("a") as woken:
        assert woken is not None
        raise RuntimeError


def test_a_waiter_is_woken_by_the_announcement(settings: Settings, site: Site) -> None:
    waiting, others = Waiting(settings, capacity=1), count_listeners(site)
    prediction_id = accept(site.queue, image=b"7")
    with waiting.place(prediction_id) as woken:
        assert woken is not None
        wait_for(lambda: count_listeners(site) > others)
        assert not woken.is_set()
        site.service.answer_due([])
        assert woken.wait(AT_ONCE_SECONDS)


def test_only_those_are_woken_whose_prediction_is_done(settings: Settings, site: Site) -> None:
    waiting, others = Waiting(settings, capacity=3), count_listeners(site)
    done = accept(site.queue, image=b"7")
    with waiting.place(done) as first, waiting.place(done) as second, waiting.place(make_prediction_id()) as other:
        assert first is not None
        assert second is not None
        assert other is not None
        wait_for(lambda: count_listeners(site) > others)
        site.service.answer_due([])
        assert first.wait(AT_ONCE_SECONDS)
        assert second.wait(AT_ONCE_SECONDS)
        assert not other.is_set()


def test_beyond_the_capacity_there_is_no_place_until_one_is_given_back(settings: Settings) -> None:
    waiting = Waiting(settings, capacity=2)
    with waiting.place("a"):
        with waiting.place("a") as second, waiting.place("b") as third:
            assert second is not None
            assert third is None
        with waiting.place("b") as again:
            assert again is not None


def test_a_place_is_given_back_when_its_waiter_fails(settings: Settings) -> None:
    waiting = Waiting(settings, capacity=1)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            fail_while_waiting(waiting)
    assert waiting._waiters == {}


def test_all_waiters_of_a_process_share_one_subscription(settings: Settings, site: Site) -> None:
    waiting = Waiting(settings, capacity=30)
    before = count_listeners(site)
    release = threading.Event()

    def hold(number: int) -> None:
        with waiting.place(str(number)):
            release.wait(LONG_SECONDS)

    with ThreadPoolExecutor(20) as pool:
        holding = [pool.submit(hold, number) for number in range(20)]
        wait_for(lambda: len(waiting._waiters) == 20 and count_listeners(site) > before)
        assert count_listeners(site) == before + 1
        release.set()
        for each in holding:
            each.result()
    assert waiting._waiters == {}


def test_when_the_process_is_about_to_end_all_are_woken_and_nobody_waits_any_more(settings: Settings) -> None:
    waiting = Waiting(settings, capacity=3)
    with waiting.place("a") as first, waiting.place("b") as second:
        assert first is not None
        assert second is not None
        waiting.release_all()
        assert first.is_set()
        assert second.is_set()
        assert waiting.is_over
        with waiting.place("a") as late:
            assert late is None
