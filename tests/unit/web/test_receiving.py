"""What is held of requests at once is bounded; who is refused is told so, and everything is counted out again."""

import io
import threading

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from shared.queue.submissions import QueueFullError
from web.problems import install_error_handlers
from web.receiving import CountedInput, Receiving, bound_what_is_received

MOST = 1000


class SlowBody:
    """A body of which the second half comes when it is told to."""

    def __init__(self, size: int) -> None:
        self.arrived, self.go_on = threading.Event(), threading.Event()
        self._parts = iter([bytes(size // 2), bytes(size // 2), b""])

    def read(self, _: int = -1) -> bytes:
        """Read the next half."""
        part = next(self._parts)
        if not self.arrived.is_set():
            self.arrived.set()
            return part
        assert self.go_on.wait(20)
        return part


@pytest.fixture
def app() -> Flask:
    """An app that reads what it is sent."""
    app = Flask("test")
    app.config["MAX_CONTENT_LENGTH"] = 10 * MOST
    install_error_handlers(app)

    @app.route("/v1/read", methods=["GET", "POST"])
    def read() -> str:
        return str(len(request.get_data()))

    return app


@pytest.fixture
def receiving(app: Flask) -> Receiving:
    """What it counts."""
    return bound_what_is_received(app, MOST)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of it."""
    return app.test_client()


def test_a_body_is_counted_as_it_comes_and_refused_once() -> None:
    receiving = Receiving(MOST)
    receiving.take(700, held=0)
    body = CountedInput(io.BytesIO(bytes(500)), receiving)
    assert len(body.read(200)) == 200
    assert receiving.bytes == 900
    with pytest.raises(QueueFullError) as caught:
        body.read(200)
    assert (caught.value.status, caught.value.retry_after) == (503, 5)
    # The rest of it is read and dropped.
    assert (len(body.read()), receiving.bytes) == (100, 700)
    body.let_go()
    assert receiving.bytes == 700


@pytest.mark.usefixtures("receiving")
def test_one_alone_is_left_to_those_who_know_how_large_it_may_be(client: FlaskClient) -> None:
    assert client.post("/v1/read", data=bytes(3 * MOST)).data == b"3000"
    assert client.post("/v1/read", data=bytes(11 * MOST)).status_code == 413


def test_who_finds_no_room_is_told_so_and_room_is_made(client: FlaskClient, app: Flask, receiving: Receiving) -> None:
    slow = SlowBody(1200)
    answers = []

    def send_slowly() -> None:
        environment = {"wsgi.input": slow, "CONTENT_LENGTH": "1200"}
        answers.append(app.test_client().post("/v1/read", environ_overrides=environment))

    sender = threading.Thread(target=send_slowly)
    sender.start()
    assert slow.arrived.wait(20)
    refused = client.post("/v1/read", data=bytes(600))
    assert (refused.status_code, refused.mimetype) == (503, "application/problem+json")
    assert int(refused.headers["Retry-After"]) > 0
    assert client.post("/v1/read", data=bytes(300)).status_code == 200
    # What is refused as too large is read and dropped, and takes no room.
    assert client.post("/v1/read", data=bytes(11 * MOST)).status_code == 413
    # As Granian says of every request, with a body or without.
    assert client.get("/v1/read", environ_overrides={"wsgi.input_terminated": True}).status_code == 200
    slow.go_on.set()
    sender.join()
    assert answers[0].data == b"1200"
    assert receiving.bytes == 0
