"""Errors: problem+json for programs, a page for people, and never a trace."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.sizes import make_picture

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def assert_problem(response: TestResponse, status: int, slug: str) -> None:
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    problem = response.json
    assert problem is not None
    assert set(problem) == {"type", "title", "status", "detail"}
    assert (problem["status"], problem["type"]) == (status, f"urn:numberfigure:problem:{slug}")
    assert problem["title"]
    assert problem["detail"]


def post(client: FlaskClient, image: bytes, **headers: str) -> TestResponse:
    return client.post("/v1/predictions", data=image, content_type="image/png", headers=headers)


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/problem+json", None])
def test_programs_get_problem_json(client: FlaskClient, accept: str | None) -> None:
    assert_problem(client.get("/nothing", headers={"Accept": accept} if accept else {}), 404, "not-found")


def test_people_get_a_page(client: FlaskClient) -> None:
    response = client.get("/nothing", headers=BROWSER)
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert "Check the address." in response.text


def test_the_api_answers_problem_json_even_to_browsers(client: FlaskClient) -> None:
    assert_problem(client.get("/v1/nothing", headers=BROWSER), 404, "not-found")
    assert_problem(client.get("/v1/predictions/nothing", headers=BROWSER), 404, "unknown-prediction")


def test_a_wrong_method_is_told_the_right_ones(client: FlaskClient) -> None:
    response = client.put("/v1/predictions")
    assert_problem(response, 405, "method-not-allowed")
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_a_request_with_far_too_many_bytes_is_refused(client: FlaskClient) -> None:
    assert_problem(post(client, bytes(200_000)), 413, "too-large")


def test_a_picture_with_too_many_bytes_or_pixels_is_refused(client: FlaskClient) -> None:
    assert_problem(post(client, bytes(1001)), 413, "too-large")
    assert_problem(post(client, make_picture("PNG", 100, 100)), 413, "too-large")


def test_a_form_with_far_too_many_bytes_is_refused(client: FlaskClient) -> None:
    response = client.post("/upload", data={"file": (io.BytesIO(bytes(200_000)), "a.png")})
    assert_problem(response, 413, "too-large")


def test_wrong_pictures_are_refused(client: FlaskClient) -> None:
    assert_problem(post(client, b"text"), 415, "unsupported-picture")
    assert_problem(client.post("/v1/predictions", json={}), 400, "malformed-request")
    assert_problem(client.post("/v1/predictions"), 400, "missing-picture")
    assert_problem(post(client, b""), 400, "empty-picture")


def test_a_wrong_token_is_refused(client: FlaskClient) -> None:
    assert_problem(post(client, make_picture("PNG"), Authorization="Bearer x"), 401, "wrong-token")


def test_a_queue_that_is_away_is_told_with_when_to_try_again(client: FlaskClient) -> None:
    response = post(client, make_picture("PNG"))
    assert_problem(response, 503, "queue-unavailable")
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize("headers", [{}, BROWSER], ids=["program", "browser"])
def test_an_unexpected_error_shows_nothing_of_its_cause(
    app: Flask, headers: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    def explode() -> None:
        raise RuntimeError("hunter2")

    app.add_url_rule("/explodes", view_func=explode)
    response = app.test_client().get("/explodes", headers=headers)
    assert response.status_code == 500
    assert "hunter2" not in response.text
    assert "Traceback" not in response.text
    logged = capfd.readouterr()
    assert "hunter2" in logged.out + logged.err


@pytest.mark.parametrize("number", ["seven", "7<script>", "\u0667", "7" * 101])
def test_the_result_page_shows_digits_only(client: FlaskClient, number: str) -> None:
    assert_problem(client.get("/result", query_string={"data": number}), 400, "wrong-parameter")
    assert client.get("/result?data=407").status_code == 200
    # A blank board has no digits, and the old page passes that on.
    assert "No digit" in client.get("/result?data=").text
