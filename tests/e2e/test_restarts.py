"""What dies is started again, and what was accepted is answered, once."""

import contextlib
import os
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from tests.support.pictures import encode, load_known_digits
from tests.support.polling import wait_for
from tests.support.stack import STOP_SECONDS, Stack
from tests.support.visitor import Visitor

KNOWN = load_known_digits()
IN_FLIGHT = 200


def count_rows(stack: Stack) -> dict[str, int]:
    """Count the rows of each prediction in the store."""
    with sqlite3.connect(stack.data_dir / "numberfigure.db") as database:
        rows = database.execute("SELECT id, count(*) FROM predictions GROUP BY id").fetchall()
    return dict(rows)


def test_a_killed_worker_tree_loses_nothing(own_stack: Stack) -> None:
    own_stack.start()
    digits = [KNOWN[place % len(KNOWN)] for place in range(IN_FLIGHT)]
    with Visitor(own_stack.url) as visitor:
        with ThreadPoolExecutor(8) as pool:
            submitting = [pool.submit(visitor.submit, encode(tile)) for tile, _ in digits]
            submitting[IN_FLIGHT // 2].result()
            assert own_stack.kill("-m worker") >= 2
        answers = [visitor.await_answer(done.result()["id"]) for done in submitting]
        assert [answer["number"] for answer in answers] == [number for _, number in digits]
        assert count_rows(own_stack) == {answer["id"]: 1 for answer in answers}
        assert "worker-0 ended unexpectedly" in own_stack.read_output()


def test_web_worker_and_redis_are_restarted_and_answers_stay(own_stack: Stack) -> None:
    own_stack.start()
    tile, number = KNOWN[9]
    with Visitor(own_stack.url) as visitor:
        prediction = visitor.read(encode(tile))
        for part in ("-m web", "-m worker", "redis-server"):
            assert own_stack.kill(part) >= 1
        again = visitor.await_answer(prediction["id"])
        assert again["number"] == number
        assert visitor.await_answer(visitor.submit_when_up(encode(tile))["id"])["number"] == number
        # A stop and a start of everything keep it, too, and the visitor is still known.
        assert own_stack.stop(signal.SIGINT) < STOP_SECONDS + 5
        own_stack.start()
        assert visitor.await_answer(prediction["id"]) == again
        assert len(visitor.http.get("/v1/predictions").json()["data"]) == 2


@pytest.mark.parametrize("part", ["-m web", "-m worker"])
def test_children_do_not_outlive_a_killed_parent(own_stack: Stack, part: str) -> None:
    own_stack.start()
    orphans = {process.pid for process in own_stack.find_processes(part)} - {own_stack.kill_parent(part)}
    wait_for(lambda: not orphans & {process.pid for process in own_stack.find_processes(part)}, seconds=60)
    tile, number = KNOWN[3]
    with Visitor(own_stack.url) as visitor:
        assert visitor.await_answer(visitor.submit_when_up(encode(tile))["id"])["number"] == number


def test_sighup_replaces_everything_and_refuses_nobody(own_stack: Stack) -> None:
    own_stack.start()
    tile, number = KNOWN[8]
    before = {process.pid for process in own_stack.find_processes("-m w")}
    with Visitor(own_stack.url) as visitor:
        # As README says.
        os.kill(int((own_stack.data_dir / "run.lock").read_text()), signal.SIGHUP)
        # Another one while the first is under way is not forgotten.
        time.sleep(2)
        own_stack.supervisor.send_signal(signal.SIGHUP)
        until = time.monotonic() + 120
        successors: set[int] = set()
        while before & (now := {process.pid for process in own_stack.find_processes("-m worker")}):
            successors |= now - before
            assert visitor.read(encode(tile))["number"] == number
            # There is somebody to work at any time: the new one has joined before the old one leaves.
            assert visitor.http.get("/readyz").json()["workers"]
            assert time.monotonic() < until
        while successors & {process.pid for process in own_stack.find_processes("-m worker")}:
            assert visitor.http.get("/readyz").json()["workers"]
            assert time.monotonic() < until
        assert visitor.read(encode(tile))["number"] == number


def test_those_who_wait_are_answered_when_everything_stops(own_stack: Stack) -> None:
    own_stack.start()
    with Visitor(own_stack.url) as visitor, ThreadPoolExecutor(1) as pool:
        for process in own_stack.find_processes("-m worker"):
            process.suspend()
        prediction = visitor.submit(encode(KNOWN[0][0]))
        waiting = pool.submit(visitor.http.get, prediction["urls"]["get"], params={"wait": 30})
        time.sleep(1)
        assert not waiting.done()
        for process in own_stack.find_processes("-m worker"):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()
                process.kill()
        own_stack.stop()
        assert waiting.result().status_code == 200
