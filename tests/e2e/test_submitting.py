"""The API of a prediction, on the whole stack: three forms of submitting, reading, waiting, listing, pictures."""

import base64
import io
import time

import numpy as np
from PIL import Image

from tests.support.pictures import draw_on_board, encode, load_known_digits
from tests.support.visitor import Visitor

KNOWN = load_known_digits()


def test_a_form_a_raw_body_and_json_are_read_alike(visitor: Visitor) -> None:
    tile, number = KNOWN[7]
    image = encode(tile)
    data_url = "data:image/png;base64," + base64.b64encode(image).decode()
    answers = [
        visitor.http.post("/v1/predictions", files={"file": ("seven.png", image)}),
        visitor.http.post("/v1/predictions", content=image, headers={"Content-Type": "image/png"}),
        visitor.http.post("/v1/predictions", json={"image": data_url}),
    ]
    for answer in answers:
        assert answer.status_code == 202
        assert answer.headers["Location"] == f"/v1/predictions/{answer.json()['id']}"
        assert int(answer.headers["Retry-After"]) >= 1
        assert visitor.await_answer(answer.json()["id"])["number"] == number


def test_the_object_is_what_the_contract_says(visitor: Visitor) -> None:
    tile, number = KNOWN[0]
    prediction = visitor.read(draw_on_board(tile), "my digit.png")
    assert prediction["status"] == "succeeded"
    assert prediction["number"] == number
    assert (prediction["width"], prediction["height"]) == (500, 500)
    assert prediction["filename"] == "my digit.png"
    assert prediction["label"] is prediction["error"] is prediction["queue"] is None
    [digit] = prediction["digits"]
    assert str(digit["digit"]) == number
    assert 0.5 < digit["confidence"] <= 1
    assert len(digit["probabilities"]) == 10
    assert abs(sum(digit["probabilities"]) - 1) < 1e-6
    left, top, width, height = digit["box"]
    assert 0 <= left < left + width <= 500
    assert 0 <= top < top + height <= 500
    assert all(prediction["timings"][name] >= 0 for name in ("queued_ms", "preprocess_ms", "inference_ms"))
    assert prediction["created_at"] <= prediction["completed_at"]
    assert prediction["model_version"]
    assert prediction["worker"]
    assert set(prediction["urls"]) == {"get", "web", "cancel", "input", "preview", "ink"}
    assert visitor.http.get(prediction["urls"]["ink"]).content.startswith(b"\x89PNG")


def test_prefer_wait_answers_with_the_result(visitor: Visitor) -> None:
    tile, number = KNOWN[4]
    answer = visitor.http.post(
        "/v1/predictions", content=encode(tile), headers={"Content-Type": "image/png", "Prefer": "wait=30"}
    )
    assert answer.status_code == 201
    assert answer.headers["Preference-Applied"] == "wait=30"
    assert answer.json()["number"] == number


def test_an_unknown_id_is_not_found_at_once(visitor: Visitor) -> None:
    started = time.monotonic()
    for prediction_id in ("01900000-0000-7000-8000-000000000000", "nonsense", "7"):
        answer = visitor.http.get(f"/v1/predictions/{prediction_id}", params={"wait": 20})
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert time.monotonic() - started < 15


def test_the_pictures_show_what_was_seen(visitor: Visitor) -> None:
    prediction = visitor.read(draw_on_board(KNOWN[5][0]))
    seen = Image.open(io.BytesIO(visitor.http.get(prediction["urls"]["input"]).content))
    preview = Image.open(io.BytesIO(visitor.http.get(prediction["urls"]["preview"]).content))
    assert seen.size == (28, 28)
    assert max(preview.size) <= 160
    assert seen.convert("L").getextrema()[1] > 200


def test_a_blank_picture_has_no_number(visitor: Visitor) -> None:
    prediction = visitor.read(encode(np.full((200, 300), 255, np.uint8)))
    assert prediction["status"] == "succeeded"
    assert prediction["number"] == ""
    assert prediction["digits"] == []
    assert "blank" in prediction["warnings"]
    assert visitor.http.get(prediction["urls"]["input"]).status_code == 404


def test_the_list_is_ones_own_newest_first_and_paged(visitor: Visitor) -> None:
    sent = [visitor.read(encode(tile))["id"] for tile, _ in KNOWN[:5]]
    first = visitor.http.get("/v1/predictions", params={"limit": 3}).json()
    assert [prediction["id"] for prediction in first["data"]] == sent[:1:-1]
    assert first["has_more"]
    second = visitor.http.get("/v1/predictions", params={"limit": 3, "after": first["next"]}).json()
    assert [prediction["id"] for prediction in second["data"]] == sent[1::-1]
    assert not second["has_more"]
    assert second["next"] is None
    with Visitor(str(visitor.http.base_url)) as stranger:
        assert stranger.http.get("/v1/predictions").json()["data"] == []


def test_the_cookie_serves_as_a_bearer_token(visitor: Visitor) -> None:
    prediction = visitor.read(encode(KNOWN[1][0]))
    token = visitor.http.cookies["numberfigure_owner"]
    with Visitor(str(visitor.http.base_url)) as program:
        program.http.headers["Authorization"] = f"Bearer {token}"
        listed = program.http.get("/v1/predictions").json()["data"]
        assert [entry["id"] for entry in listed] == [prediction["id"]]
        program.http.headers["Authorization"] = f"Bearer {token}x"
        assert program.http.get("/v1/predictions").status_code == 401
