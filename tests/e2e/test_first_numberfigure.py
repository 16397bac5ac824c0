"""The requests that the pages of the first Numberfigure made, answered as they expect."""

import base64
import re
from urllib.parse import quote

from tests.support.pictures import draw_on_board, encode, load_known_digits
from tests.support.visitor import Visitor

KNOWN = load_known_digits()
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def read_sentence(page: str) -> str:
    """Read the number that the page's sentence tells."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    found = re.search(r"The prediction of this number image is (\d+)", text)
    assert found, text
    return found[1]


def test_the_form_shows_the_number(visitor: Visitor) -> None:
    tile, number = KNOWN[2]
    answer = visitor.http.post("/upload", files={"file": ("two.png", encode(tile))}, headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert read_sentence(answer.text) == number


def test_several_files_lead_to_the_history(visitor: Visitor) -> None:
    files = [("file", (f"{number}.png", encode(tile))) for tile, number in KNOWN[:3]]
    answer = visitor.http.post("/upload", files=files, headers=BROWSER)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/history"
    page = visitor.http.get("/history", headers=BROWSER)
    assert page.status_code == 200
    assert len(visitor.http.get("/v1/predictions").json()["data"]) == 3


def test_the_form_is_at_the_root_and_the_board_at_upload2(visitor: Visitor) -> None:
    answer = visitor.http.get("/upload", headers=BROWSER)
    assert answer.status_code in {302, 303}
    assert answer.headers["Location"] == "/"
    board = visitor.http.get("/upload2", headers=BROWSER)
    assert board.status_code == 200
    assert "<canvas" in board.text


def test_the_board_of_the_old_page_is_answered(visitor: Visitor) -> None:
    tile, number = KNOWN[6]
    data_url = "data:image/png;base64," + base64.b64encode(draw_on_board(tile)).decode()
    for content_type in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
        for safe in ("", "+/=:;,"):
            answer = visitor.http.post(
                "/upload3", content=f"filedata={quote(data_url, safe=safe)}", headers={"Content-Type": content_type}
            )
            assert answer.status_code == 200
            assert answer.json() == {"status": "success", "data": number}


def test_the_result_page_shows_digits_and_nothing_else(visitor: Visitor) -> None:
    assert read_sentence(visitor.http.get("/result?data=407", headers=BROWSER).text) == "407"
    for text in ("<script>alert(1)</script>", "seven", "\u0667"):
        answer = visitor.http.get("/result", params={"data": text}, headers=BROWSER)
        assert answer.status_code == 400
        assert "<script>alert" not in answer.text


def test_bad_files_get_a_page_that_says_so(visitor: Visitor) -> None:
    answer = visitor.http.post("/upload", files={"file": ("a.txt", b"text")}, headers=BROWSER)
    assert answer.status_code == 415
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "PNG" in answer.text
    for body in (b"", b"filedata=", b"filedata=data:image/png;base64,%%%", b"other=1"):
        assert visitor.http.post("/upload3", content=body).status_code == 400
