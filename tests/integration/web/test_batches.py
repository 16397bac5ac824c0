"""The API of batches, with a reader that needs no CNN: submit, count, page, wait, cancel, erase."""

import csv
import io
import threading
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.consistency import ConsistencyCheck
from shared.ids import make_prediction_id
from shared.queue import keys
from shared.queue.connection import QueueUnavailableError
from shared.settings import Settings
from shared.store.contract import StoreUnavailableError
from tests.support.api import read_json, submit
from tests.support.batches import FORM, write_form, write_zip
from tests.support.services import Site
from tests.support.sizes import FORMATS, make_picture
from tests.support.small_disk import mount_small_disk
from web.app import create_app
from web.parts import Parts, build_parts

PICTURE = make_picture("PNG")
PICTURES = [(f"folder/{place}.png", PICTURE) for place in range(5)]
ZIP = "application/zip"


def post(client: FlaskClient, body: bytes, content_type: str = FORM, **headers: str) -> TestResponse:
    """Submit a batch."""
    return client.post("/v1/batches", data=body, content_type=content_type, headers=headers)


def submit_batch(client: FlaskClient, count: int = 5) -> str:
    """Submit pictures as a batch, and return its path."""
    response = post(client, write_form(PICTURES[:1] * count))
    assert response.status_code == 202, response.text
    return response.headers["Location"]


def read(client: FlaskClient, path: str, query: str = "") -> dict[str, Any]:
    """Read a batch."""
    response = client.get(path + query)
    assert response.status_code == 200, response.text
    return read_json(response)


def name_problem(response: TestResponse) -> tuple[int, str]:
    """Name the problem that a request was answered with; it must say what to do."""
    body = read_json(response)
    assert response.mimetype == "application/problem+json"
    assert body["detail"]
    return response.status_code, body["type"].rpartition(":")[2]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (write_form(PICTURES), FORM),
        (write_zip(PICTURES), ZIP),
        (write_zip(PICTURES), "application/octet-stream"),
        (write_form([("all.zip", write_zip(PICTURES))]), FORM),
        (write_form([*PICTURES[:2], ("rest.zip", write_zip(PICTURES[2:]))]), FORM),
    ],
    ids=["parts", "zip", "octets", "zip in a part", "both"],
)
def test_a_batch_is_accepted_and_answered_in_its_order(
    client: FlaskClient, site: Site, body: bytes, content_type: str
) -> None:
    response = post(client, body, content_type)
    batch = read_json(response)
    path = batch["urls"]["get"]
    assert (response.status_code, response.headers["Location"]) == (202, path)
    assert path == f"/v1/batches/{batch['id']}"
    assert int(response.headers["Retry-After"]) > 0
    assert (batch["total"], batch["done"], batch["counts"]["queued"]) == (5, False, 5)

    waiting = read(client, path)
    assert [each["filename"] for each in waiting["data"]] == [name for name, _ in PICTURES]
    assert {(each["status"], each["batch"]) for each in waiting["data"]} == {("queued", batch["id"])}
    assert [each["queue"]["position"] for each in waiting["data"]] == [1, 2, 3, 4, 5]

    assert site.service.answer_due([]) == 5
    response = client.get(path)
    done = read_json(response)
    assert "Retry-After" not in response.headers
    assert (done["done"], done["eta_seconds"]) == (True, None)
    assert done["counts"] == {"queued": 0, "processing": 0, "succeeded": 5, "failed": 0, "canceled": 0}
    assert [(each["filename"], each["number"]) for each in done["data"]] == [(name, "7") for name, _ in PICTURES]
    # Each is a prediction like any other.
    first = done["data"][0]
    assert read(client, first["urls"]["get"]) == first
    assert first["batch"] == batch["id"]


def test_a_batch_is_the_same_when_the_queue_has_forgotten_it(client: FlaskClient, site: Site) -> None:
    path = submit_batch(client)
    site.service.answer_due([])
    hot = client.get(path).data
    site.queue.client.delete(keys.batch_key(path.rpartition("/")[2]))
    assert client.get(path).data == hot
    assert client.delete(path).status_code == 204


@pytest.mark.parametrize("limit", [1, 2, 4, 5, 100])
def test_results_are_paged_in_order_while_they_come(client: FlaskClient, site: Site, limit: int) -> None:
    path = read_json(post(client, write_form(PICTURES)))["urls"]["get"]
    site.claims.claim("dies", ())
    # Some done, some not.
    submit_batch(client, 2)
    names: list[str] = []
    query = f"?limit={limit}"
    while True:
        page = read(client, path, query)
        names += [each["filename"] for each in page["data"]]
        assert page["total"] == 5
        if not page["has_more"]:
            break
        assert len(page["data"]) == limit
        query = f"?limit={limit}&after={page['next']}"
    assert names == [name for name, _ in PICTURES]
    assert page["next"] is None


def test_counts_alone_can_be_had(client: FlaskClient) -> None:
    page = read(client, submit_batch(client), "?limit=0")
    assert (page["data"], page["total"], page["has_more"]) == ([], 5, True)


def test_what_is_no_picture_fails_alone_with_its_name(client: FlaskClient, site: Site, settings: Settings) -> None:
    pictures = [PICTURES[0], ("notes.txt", b"no picture"), ("empty.png", b""), ("large.png", bytes(2000)), PICTURES[1]]
    small = create_app(settings.model_copy(update={"max_upload_bytes": 1000})).test_client()
    path = post(small, write_form(pictures)).headers["Location"]
    # It is answered by a worker, as all are.
    site.service.answer_due([])
    batch = read(client, path)
    assert (batch["counts"]["succeeded"], batch["counts"]["failed"]) == (2, 3)
    assert [(each["filename"], each["status"]) for each in batch["data"]] == [
        (name, "succeeded" if image == PICTURE else "failed") for name, image in pictures
    ]
    problems = [each["error"] and each["error"]["type"].rpartition(":")[2] for each in batch["data"]]
    assert problems == [None, "unsupported-picture", "empty-picture", "too-large", None]


def test_all_formats_are_taken(client: FlaskClient, site: Site) -> None:
    path = post(client, write_zip([(name, make_picture(name)) for name in FORMATS]), ZIP).headers["Location"]
    site.service.answer_due([])
    assert read(client, path)["counts"]["succeeded"] == len(FORMATS)


@pytest.mark.parametrize(
    ("body", "content_type", "problem"),
    [
        (b"", FORM, (400, "missing-picture")),
        (write_form([]), FORM, (400, "missing-picture")),
        (write_form([("", b"")]), FORM, (400, "missing-picture")),
        (write_form(PICTURES, name="picture"), FORM, (400, "missing-picture")),
        (write_zip([]), ZIP, (400, "missing-picture")),
        (write_zip([("__MACOSX/._a.png", b"x"), (".DS_Store", b"x"), ("folder/", b"")]), ZIP, (400, "missing-picture")),
        (b"", ZIP, (400, "missing-picture")),
        (b"no zip", ZIP, (400, "damaged-zip")),
        (PICTURE, ZIP, (400, "damaged-zip")),
        (write_zip(PICTURES)[:-30], ZIP, (400, "damaged-zip")),
        (write_form([("a.zip", write_zip(PICTURES)[:-30])]), FORM, (400, "damaged-zip")),
        (write_zip(PICTURES).replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"), ZIP,
         (400, "encrypted-zip")),
        (write_form(PICTURES, is_whole=False), FORM, (400, "malformed-request")),
        (write_form(PICTURES), "multipart/form-data", (400, "malformed-request")),
        (PICTURE, "image/png", (415, "unsupported-picture")),
        (b"{}", "application/json", (415, "unsupported-picture")),
    ],
)  # fmt: skip
def test_what_is_no_batch_is_refused_and_leaves_nothing(
    client: FlaskClient, parts: Parts, body: bytes, content_type: str, problem: tuple[int, str]
) -> None:
    assert name_problem(post(client, body, content_type)) == problem
    assert parts.queue.read_totals()["pending"] == 0
    assert read(client, "/v1/batches")["data"] == []


def test_a_request_without_anything_is_refused(client: FlaskClient) -> None:
    assert name_problem(client.post("/v1/batches")) == (400, "missing-picture")


@pytest.mark.parametrize(
    ("limits", "body", "content_type"),
    [
        ({"max_batch_images": 4}, write_form(PICTURES), FORM),
        ({"max_batch_images": 4}, write_zip(PICTURES), ZIP),
        ({"max_batch_images": 4}, write_form([("a.zip", write_zip(PICTURES[:3])), *PICTURES[3:]]), FORM),
        ({"max_batch_bytes": 1000, "max_batch_images": 1}, write_form([("0.png", bytes(2000))]), FORM),
        ({"max_batch_bytes": 100}, write_zip([("0.png", bytes(200))]), ZIP),
    ],
)
def test_a_batch_that_is_too_large_is_refused_and_leaves_nothing(
    settings: Settings, limits: dict[str, int], body: bytes, content_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.batches.accepting.PIECE_IMAGES", 2)
    parts = build_parts(settings.model_copy(update=limits))
    client = create_app(parts.settings, parts).test_client()
    assert name_problem(post(client, body, content_type)) == (413, "batch-too-large")
    assert parts.queue.read_totals()["pending"] == 0
    parts.store.close()


def test_a_batch_that_fails_in_the_middle_is_withdrawn_also_what_was_answered(
    client: FlaskClient, parts: Parts, site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.batches.accepting.PIECE_IMAGES", 2)
    accept, accepted = parts.batches.accept, []

    def answer_and_accept(batch_id: str, owner: str, sender: str, items: Any, is_first: bool) -> Any:
        accepted.extend(item.prediction_id for item in items)
        answer = accept(batch_id, owner, sender, items, is_first)
        site.service.answer_due([])
        return answer

    monkeypatch.setattr(parts.batches, "accept", answer_and_accept)
    assert name_problem(post(client, write_form(PICTURES, is_whole=False)))[0] == 400
    # The last is not whole, and the two before it were not a piece yet.
    assert len(accepted) == 2
    assert [parts.store.get(prediction_id) for prediction_id in accepted] == [None] * 2
    assert ConsistencyCheck(settings, parts.store).run() == []


def test_a_batch_waits_for_room_while_it_comes_in(settings: Settings, site: Site) -> None:
    few = settings.model_copy(update={"max_pending": 4})
    client = create_app(few).test_client()
    stopping = threading.Event()

    def work() -> None:
        while not stopping.wait(0.02):
            site.service.answer_due([])

    worker = threading.Thread(target=work)
    worker.start()
    try:
        batch = read_json(post(client, write_form(PICTURES * 4), Prefer="wait=20"))
    finally:
        stopping.set()
        worker.join()
    assert (batch["total"], batch["counts"]["succeeded"]) == (20, 20)


def test_a_batch_that_finds_no_room_is_refused_in_the_end(
    settings: Settings, client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.batches.accepting.PATIENCE_SECONDS", 0.2)
    few = create_app(settings.model_copy(update={"max_pending": 4})).test_client()
    response = post(few, write_form(PICTURES))
    assert name_problem(response) == (503, "queue-full")
    assert int(response.headers["Retry-After"]) > 0
    assert parts.queue.read_totals()["pending"] == 0
    # There is room for people, whatever batches do.
    assert submit(client)


def test_a_zip_for_which_the_disk_has_no_room_is_refused_with_words(
    settings: Settings, parts: Parts, tmp_path: Path
) -> None:
    with mount_small_disk(tmp_path / "disk", megabytes=1):
        small = create_app(settings.model_copy(update={"data_dir": tmp_path / "disk"})).test_client()
        response = post(small, write_zip([("0.png", PICTURE + bytes(2_000_000))], method=0), ZIP)
        assert name_problem(response) == (503, "no-room-for-zip")
        assert int(response.headers["Retry-After"]) > 0
        assert post(small, write_form(PICTURES)).status_code == 202
    assert parts.queue.read_totals()["pending"] == 5


def test_only_some_batches_are_received_at_once(client: FlaskClient, parts: Parts) -> None:
    while parts.batch_places.acquire(blocking=False):
        pass
    assert name_problem(post(client, write_form(PICTURES))) == (503, "queue-full")
    parts.batch_places.release()
    for _ in range(3):
        assert post(client, write_form(PICTURES)).status_code == 202
        assert post(client, b"no zip", ZIP).status_code == 400


def test_batches_have_a_rate_of_their_own(settings: Settings) -> None:
    limited = settings.model_copy(update={"rate_limit": 1, "batch_rate_limit": 8})
    client = create_app(limited).test_client()
    response = post(client, write_form(PICTURES))
    assert (response.headers["X-RateLimit-Limit"], response.headers["X-RateLimit-Remaining"]) == ("8", "3")
    assert post(client, write_form(PICTURES)).status_code == 202
    refused = post(client, write_form(PICTURES))
    assert name_problem(refused) == (429, "rate-limited")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    submit(client)


def test_redis_that_is_away_for_a_moment_spoils_no_batch_that_has_begun(
    client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.batches.accepting.PIECE_IMAGES", 2)
    accept, calls = parts.batches.accept, []

    def fail_sometimes(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) in {2, 3}:
            raise QueueUnavailableError("away")
        return accept(*arguments)

    monkeypatch.setattr(parts.batches, "accept", fail_sometimes)
    batch = read_json(post(client, write_form(PICTURES)))
    assert (batch["total"], len(calls)) == (5, 5)


def test_redis_that_is_away_refuses_a_batch_at_once(hanging_client: FlaskClient) -> None:
    assert name_problem(post(hanging_client, write_form(PICTURES))) == (503, "queue-unavailable")


def test_a_store_that_is_away_delays_a_batch_and_refuses_none(
    client: FlaskClient, parts: Parts, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreUnavailableError("away")

    with monkeypatch.context() as away:
        away.setattr(parts.store, "list_batch", fail)
        path = submit_batch(client)
        assert read(client, path, "?limit=0")["counts"]["queued"] == 5
        assert client.get(path).status_code == 503
    site.service.answer_due([])
    assert read(client, path)["done"]


def test_a_wait_ends_when_the_batch_is_done(client: FlaskClient, site: Site) -> None:
    path = submit_batch(client)
    worker = threading.Timer(0.3, site.service.answer_due, [[]])
    worker.start()
    assert read(client, path, "?wait=20")["done"]
    worker.join()


def test_a_preferred_wait_is_kept_to_and_confirmed(client: FlaskClient, site: Site) -> None:
    response = post(client, write_form(PICTURES), Prefer="wait=1")
    assert (response.status_code, response.headers["Preference-Applied"]) == (202, "wait=1")
    worker = threading.Timer(0.3, site.service.answer_due, [[]])
    worker.start()
    response = post(client, write_form(PICTURES), Prefer="wait=20")
    worker.join()
    assert response.status_code == 201
    assert read_json(response)["done"]


def test_the_table_has_a_row_for_each_in_order(
    client: FlaskClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.batches.table.PAGE", 2)
    path = post(client, write_form([*PICTURES, ("notes.txt", b"no picture")])).headers["Location"]
    site.service.answer_due([])
    response = client.get(f"{path}/results.csv")
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    assert "attachment" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [row["filename"] for row in rows] == [*(name for name, _ in PICTURES), "notes.txt"]
    assert [row["number"] for row in rows] == ["7"] * 5 + [""]
    assert rows[-1]["status"] == "failed"
    assert "PNG" in rows[-1]["error"]


def test_the_owner_alone_cancels_and_erases(client: FlaskClient, stranger: FlaskClient) -> None:
    path = submit_batch(client)
    submit(stranger)
    # Who knows the id may read it.
    assert read(stranger, path)["total"] == 5
    assert stranger.get(f"{path}/results.csv").status_code == 200
    for response in (stranger.post(f"{path}/cancel"), stranger.delete(path)):
        assert name_problem(response) == (403, "not-owner")
    assert read(stranger, "/v1/batches")["data"] == []
    assert [each["total"] for each in read(client, "/v1/batches")["data"]] == [5]


def test_one_cancel_cancels_what_has_not_begun(
    client: FlaskClient, site: Site, settings: Settings, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = submit_batch(client)
    monkeypatch.setattr("shared.queue.claims.BATCH_IMAGES", 2)
    begun = site.claims.claim("host:2", ())
    response = client.post(f"{path}/cancel")
    batch = read_json(response)
    assert response.status_code == 200
    assert (batch["counts"]["canceled"], batch["counts"]["processing"], batch["done"]) == (3, 2, False)
    site.claims.release(begun.claims, 0)
    site.service.answer_due([])
    batch = read(client, path)
    assert (batch["counts"]["canceled"], batch["counts"]["succeeded"], batch["done"]) == (3, 2, True)
    assert [each["status"] for each in batch["data"]] == ["succeeded"] * 2 + ["canceled"] * 3
    # There is nothing left to cancel, and that is no error.
    assert read_json(client.post(f"{path}/cancel"))["counts"] == batch["counts"]
    assert ConsistencyCheck(settings, parts.store).run() == []


def test_an_erased_batch_is_gone(client: FlaskClient, site: Site, parts: Parts, settings: Settings) -> None:
    path, kept = submit_batch(client), submit_batch(client, 2)
    ids = [each["id"] for each in read(client, path)["data"]]
    batch = site.claims.claim("host:2", ())
    assert client.delete(path).status_code == 204
    for each in (
        client.get(path),
        client.get(f"{path}/results.csv"),
        client.post(f"{path}/cancel"),
        client.delete(path),
    ):
        assert name_problem(each) == (404, "unknown-batch")
    assert [client.get(f"/v1/predictions/{prediction_id}").status_code for prediction_id in ids] == [404] * 5
    # What a worker had begun is not revived by its answer.
    site.claims.release(batch.claims, 0)
    site.service.answer_due([])
    assert client.get(path).status_code == 404
    assert read(client, kept)["done"]
    assert ConsistencyCheck(settings, parts.store).run() == []


def test_an_answered_batch_is_erased_with_its_pictures(client: FlaskClient, site: Site) -> None:
    path = submit_batch(client)
    site.service.answer_due([])
    [first, *_] = read(client, path)["data"]
    assert client.get(first["urls"]["preview"]).status_code == 200
    assert client.delete(path).status_code == 204
    assert client.get(first["urls"]["preview"]).status_code == 404
    assert read(client, "/v1/batches")["data"] == []


def test_one_of_a_batch_can_be_erased_canceled_and_corrected(client: FlaskClient, site: Site) -> None:
    path = submit_batch(client)
    first, second, third, *_ = (each["urls"]["get"] for each in read(client, path)["data"])
    assert client.delete(first).status_code == 204
    assert client.post(f"{second}/cancel").status_code == 200
    site.service.answer_due([])
    assert client.put(f"{third}/label", json={"number": "1"}).status_code == 200
    assert client.delete(third).status_code == 204
    batch = read(client, path)
    assert (batch["total"], batch["counts"]["succeeded"], batch["counts"]["canceled"]) == (3, 2, 1)
    assert [each["status"] for each in batch["data"]] == ["canceled", "succeeded", "succeeded"]


def test_a_batch_is_not_in_the_history_and_goes_when_all_is_erased(client: FlaskClient, site: Site) -> None:
    path, waiting = submit_batch(client), submit_batch(client)
    alone = submit(client)
    assert [each["id"] for each in read(client, "/v1/predictions")["data"]] == [alone]
    site.claims.claim("host:2", ())
    assert client.post("/history/erase").status_code == 303
    assert [client.get(each).status_code for each in (path, waiting, f"/v1/predictions/{alone}")] == [404] * 3


def test_batches_are_listed_newest_first(client: FlaskClient, site: Site) -> None:
    paths = [submit_batch(client, count) for count in (1, 2, 3)]
    site.service.answer_due([])
    paths.append(submit_batch(client, 4))
    first = read(client, "/v1/batches", "?limit=3")
    assert [each["total"] for each in first["data"]] == [4, 3, 2]
    assert [each["done"] for each in first["data"]] == [False, True, True]
    second = read(client, "/v1/batches", f"?limit=3&after={first['next']}")
    assert ([each["total"] for each in second["data"]], second["has_more"]) == ([1], False)


def test_unknown_batches_and_wrong_parameters(client: FlaskClient) -> None:
    for name in (make_prediction_id(), "nonsense"):
        for path in (f"/v1/batches/{name}", f"/v1/batches/{name}/results.csv"):
            assert name_problem(client.get(path)) == (404, "unknown-batch")
    path = submit_batch(client)
    for query in ("?limit=x", "?after=x", "?wait=-1"):
        assert name_problem(client.get(path + query)) == (400, "wrong-parameter")
    assert name_problem(client.get("/v1/batches?limit=0")) == (400, "wrong-parameter")
    # A prediction is no batch, and a batch no prediction.
    assert client.get(f"/v1/batches/{submit(client)}").status_code == 404
    assert client.get(path.replace("batches", "predictions")).status_code == 404


def test_another_site_s_page_cannot_send_a_batch(client: FlaskClient) -> None:
    assert post(client, write_form(PICTURES), Origin="https://elsewhere.example").status_code == 403
