"""What is wrong gets an answer that says so, never a 5xx, and the next good picture is read."""

import struct
import zlib

import httpx
import pytest

from tests.support.pictures import encode, load_known_digits
from tests.support.visitor import Visitor

TILE, NUMBER = load_known_digits()[3]
GOOD = encode(TILE)
PNG = {"Content-Type": "image/png"}


def make_png_header(width: int, height: int) -> bytes:
    """Make a PNG whose header claims a size, and which holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


REFUSED = {
    "empty body": ({"content": b""}, 400),
    "empty picture": ({"content": b"", "headers": PNG}, 400),
    "text": ({"content": b"seven", "headers": {"Content-Type": "text/plain"}}, 415),
    "text called a picture": ({"content": b"seven", "headers": PNG}, 415),
    "huge header": ({"content": make_png_header(20_000, 20_000), "headers": PNG}, 413),
    "30 MB": ({"content": b"\0" * 30_000_000, "headers": PNG}, 413),
    "30 MB form": ({"files": {"file": ("large.png", b"\0" * 30_000_000)}}, 413),
    "form without a file": ({"files": {"other": ("a.png", GOOD)}}, 400),
    "form with an empty file": ({"files": {"file": ("", b"")}}, 400),
    "broken JSON": ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400),
    "JSON without a picture": ({"json": {"picture": 7}}, 400),
    "damaged data URL": ({"json": {"image": "data:image/png;base64,!!!!"}}, 400),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_problem(visitor: Visitor, name: str) -> None:
    request, status = REFUSED[name]
    answer = visitor.http.post("/v1/predictions", **request)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["type"].startswith("urn:numberfigure:problem:")
    assert problem["title"]
    assert problem["detail"]
    assert visitor.read(GOOD)["number"] == NUMBER


@pytest.mark.parametrize(
    "image", [GOOD[: len(GOOD) // 2], make_png_header(3000, 3000)], ids=["truncated", "less than its header says"]
)
def test_a_damaged_picture_fails_and_says_why(visitor: Visitor, image: bytes) -> None:
    prediction = visitor.read(image)
    assert prediction["status"] == "failed"
    assert prediction["number"] == ""
    assert prediction["error"]["detail"]
    assert visitor.read(GOOD)["number"] == NUMBER


def test_a_damaged_picture_harms_no_neighbour(visitor: Visitor) -> None:
    pictures = [GOOD if place % 2 else GOOD[:60] for place in range(40)]
    sent = [visitor.submit(image)["id"] for image in pictures]
    answers = [visitor.await_answer(prediction_id) for prediction_id in sent]
    assert [answer["status"] for answer in answers] == ["failed", "succeeded"] * 20


def test_wrong_parameters_are_named(visitor: Visitor) -> None:
    for query in ("limit=0", "limit=x", "after=x"):
        answer = visitor.http.get(f"/v1/predictions?{query}")
        assert answer.status_code == 400
        assert query.split("=")[0] in answer.json()["detail"]


def test_another_sites_page_cannot_submit(visitor: Visitor) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}):
        answer: httpx.Response = visitor.http.post("/v1/predictions", content=GOOD, headers=PNG | headers)
        assert answer.status_code == 403
