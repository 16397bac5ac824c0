"""What is received at once is bounded; what is refused for it is told so, and everything is counted out again."""

import threading

import pytest
from flask import Flask, Response

from shared.queue.submissions import QueueFullError
from web.problems import install_error_handlers
from web.receiving import Receiving, bound_what_is_received

MOST = 1000


def test_bodies_are_taken_up_to_the_bound() -> None:
    receiving = Receiving(MOST)
    receiving.begin(600)
    receiving.begin(400)
    with pytest.raises(QueueFullError) as caught:
        receiving.begin(1)
    assert (caught.value.status, caught.value.retry_after) == (503, 5)
    receiving.end(600)
    receiving.begin(600)
    assert receiving.bytes == MOST


def test_one_that_is_larger_is_left_to_those_who_know_how_large_it_may_be() -> None:
    receiving = Receiving(MOST)
    receiving.begin(MOST + 1)
    receiving.end(MOST + 1)
    assert receiving.bytes == 0


def test_an_app_refuses_what_it_has_no_room_for_and_counts_out_what_it_took() -> None:
    app = Flask("test")
    app.config["MAX_CONTENT_LENGTH"] = MOST
    install_error_handlers(app)
    receiving = bound_what_is_received(app, MOST)
    arrived, leave = threading.Event(), threading.Event()

    @app.post("/v1/slow")
    def be_slow() -> Response:
        arrived.set()
        assert leave.wait(20)
        raise RuntimeError

    @app.post("/v1/quick")
    def be_quick() -> str:
        return "done"

    slow = threading.Thread(target=lambda: app.test_client().post("/v1/slow", data=bytes(600)))
    slow.start()
    assert arrived.wait(20)
    refused = app.test_client().post("/v1/quick", data=bytes(600))
    assert (refused.status_code, refused.mimetype) == (503, "application/problem+json")
    assert int(refused.headers["Retry-After"]) > 0
    assert app.test_client().post("/v1/quick", data=bytes(400)).status_code == 200
    leave.set()
    slow.join()
    assert receiving.bytes == 0
    assert app.test_client().post("/v1/quick", data=bytes(600)).status_code == 200
