"""Shared trips: nobody waits for company, who comes meanwhile goes together, and each gets an outcome of its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from shared.queue.sharing import MOST_BYTES, MOST_TOGETHER, SharedTrips
from tests.support.polling import wait_for


class Road:
    """Travels when it is let, and notes who went together."""

    def __init__(self, outcome: Callable[[int], int | Exception] = lambda wish: 10 * wish) -> None:
        self.trips: list[Sequence[int]] = []
        self.gate = threading.Semaphore(0)
        self._outcome = outcome

    def travel(self, wishes: Sequence[int]) -> list[int | Exception]:
        self.trips.append(wishes)
        assert self.gate.acquire(timeout=10)
        return [self._outcome(wish) for wish in wishes]


def take_all(trips: SharedTrips[int, int], road: Road, sizes: Sequence[int]) -> list[Future[int]]:
    """Have the first on its way, and then the others wait for it, in order."""
    pool = ThreadPoolExecutor(len(sizes))
    taken = []
    for wish, size in enumerate(sizes):
        taken.append(pool.submit(trips.take, wish, size))
        wait_for(lambda expected=wish: road.trips and len(trips._waiting) == expected)
    pool.shutdown(wait=False)
    return taken


def test_the_first_goes_at_once_and_those_who_come_meanwhile_go_together() -> None:
    road = Road()
    taken = take_all(SharedTrips(road.travel), road, [1, 1, 1])
    road.gate.release(2)
    assert [each.result(10) for each in taken] == [0, 10, 20]
    assert road.trips == [[0], [1, 2]]


def test_nobody_is_left_waiting_when_many_come() -> None:
    road = Road()
    road.gate.release(1000)
    trips = SharedTrips(road.travel)
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(lambda wish: trips.take(wish, 1), range(1000))) == [10 * wish for wish in range(1000)]
    assert sum(len(trip) for trip in road.trips) == 1000
    assert not trips._is_away


def test_large_ones_go_by_themselves_and_not_too_many_at_once() -> None:
    road = Road()
    taken = take_all(SharedTrips(road.travel), road, [1, MOST_BYTES, 2 * MOST_BYTES, *[1] * MOST_TOGETHER, 1])
    road.gate.release(10)
    for each in taken:
        each.result(10)
    assert [len(trip) for trip in road.trips] == [1, 1, 1, MOST_TOGETHER, 1]


def test_one_that_fails_fails_alone() -> None:
    road = Road(lambda wish: ValueError() if wish == 1 else wish)
    taken = take_all(SharedTrips(road.travel), road, [1, 1, 1])
    road.gate.release(2)
    assert [type(each.exception(10)) for each in taken] == [type(None), ValueError, type(None)]


def test_when_a_trip_fails_all_fail_who_wait_and_who_comes_later_goes() -> None:
    road, is_broken = Road(), True

    def travel(wishes: Sequence[int]) -> list[int | Exception]:
        outcomes = road.travel(wishes)
        if is_broken:
            raise ConnectionError
        return outcomes

    trips = SharedTrips(travel)
    taken = take_all(trips, road, [1, 1, 1])
    road.gate.release(2)
    assert [type(each.exception(10)) for each in taken] == [ConnectionError] * 3
    is_broken = False
    assert trips.take(1, 1) == 10
    assert road.trips == [[0], [1]]
