"""The first Numberfigure's own clients keep working, through the same queue."""

import base64
import io
import threading
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.support.services import Site
from tests.support.sizes import make_picture

DATA_URL = "data:image/png;base64," + base64.b64encode(make_picture("PNG")).decode()


def choose(count: int) -> dict[str, list[tuple[io.BytesIO, str]]]:
    """Fill in the form with some files."""
    return {"file": [(io.BytesIO(make_picture("PNG")), f"{number}.png") for number in range(count)]}


@pytest.fixture
def worker(site: Site) -> Iterator[None]:
    """Have a worker answer whatever comes."""
    stopping = threading.Event()

    def work() -> None:
        while not stopping.wait(0.02):
            site.service.answer_due([])

    thread = threading.Thread(target=work)
    thread.start()
    yield
    stopping.set()
    thread.join()


@pytest.mark.usefixtures("worker")
def test_one_file_is_answered_with_its_result(client: FlaskClient) -> None:
    response = client.post("/upload", data=choose(1))
    assert response.status_code == 200
    assert "The prediction of this number image is" in " ".join(response.text.split())
    assert "Set-Cookie" in response.headers


def test_several_files_are_answered_with_the_history(client: FlaskClient, site: Site) -> None:
    response = client.post("/upload", data=choose(3))
    assert (response.status_code, response.headers["Location"]) == (303, "/history")
    assert site.queue.read_totals()["pending"] == 3


def test_of_several_files_none_is_accepted_when_one_is_wrong(client: FlaskClient, site: Site) -> None:
    form = choose(2)
    form["file"].append((io.BytesIO(b"text"), "notes.txt"))
    assert client.post("/upload", data=form).status_code == 415
    assert site.queue.read_totals()["pending"] == 0


def test_without_an_answer_in_time_the_page_that_waits_is_shown(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.first_numberfigure.PATIENCE_SECONDS", 0.2)
    response = client.post("/upload", data=choose(1))
    assert response.status_code == 303
    assert client.get(response.headers["Location"]).status_code == 200
    drawing = client.post("/upload3", data=f"filedata={quote(DATA_URL)}").json
    assert drawing is not None
    assert (drawing["status"], drawing["data"]) == ("queued", "")


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_a_drawing_is_answered_in_the_old_form(client: FlaskClient, kind: str) -> None:
    response = client.post("/upload3", data=f"filedata={quote(DATA_URL)}", content_type=kind)
    assert response.json == {"status": "success", "data": "7"}


def test_the_old_addresses_still_lead_somewhere(client: FlaskClient) -> None:
    form = client.get("/upload")
    assert (form.status_code, form.headers["Location"]) == (303, "/")
    assert client.get("/upload2").status_code == 200
    assert "407" in client.get("/result?data=407").text
