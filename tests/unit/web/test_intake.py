"""What was sent: the three forms of the API, the form of the page, and the first Numberfigure's body."""

import base64
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from flask import Flask, Request, request

from web.intake import (
    MalformedRequestError,
    MissingPictureError,
    Sent,
    clean_filename,
    decode_data_url,
    read_files,
    read_first_numberfigure,
    read_one,
)
from web.sniff import UnsupportedPictureError

# Its base64 has plus signs and slashes.
IMAGE = b"\xfb\xef\xbe\xff\xfe~" * 5
DATA_URL = "data:image/png;base64," + base64.b64encode(IMAGE).decode()


def read(reader: Callable[[Request], Any], **sent: Any) -> Any:
    """Read a request as sent by Werkzeug's test client."""
    with Flask("test").test_request_context("/", method="POST", **sent):
        return reader(request)


def part(image: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(image), name


def test_a_form_with_one_file_is_read() -> None:
    sent = read(read_one, data={"file": part(IMAGE, "pictures/sieben.png"), "other": "x"})
    assert sent == Sent(IMAGE, "sieben.png")


@pytest.mark.parametrize("kind", ["image/png", "image/anything; q=1", "application/octet-stream"])
def test_a_raw_body_is_read(kind: str) -> None:
    assert read(read_one, data=IMAGE, content_type=kind) == Sent(IMAGE, "")


@pytest.mark.parametrize(
    ("more", "filename"), [({}, ""), ({"filename": "a/b.png"}, "b.png"), ({"filename": ["b"]}, "")]
)
def test_json_with_a_data_url_is_read(more: dict[str, Any], filename: str) -> None:
    assert read(read_one, json={"image": DATA_URL} | more) == Sent(IMAGE, filename)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"{}", b'{"image": 7}', b'{"image": null}', b"\xff"])
def test_other_json_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedRequestError):
        read(read_one, data=body, content_type="application/json")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "video/mp4"])
def test_another_content_type_is_unsupported(kind: str) -> None:
    with pytest.raises(UnsupportedPictureError):
        read(read_one, data=IMAGE, content_type=kind)


def test_nothing_at_all_is_a_missing_picture() -> None:
    with pytest.raises(MissingPictureError):
        read(read_one)


@pytest.mark.parametrize("reader", [read_one, read_files])
@pytest.mark.parametrize(("name", "value"), [("picture", (IMAGE, "a.png")), ("file", "text"), ("file", (b"", ""))])
def test_a_form_without_a_chosen_file_is_a_missing_picture(
    reader: Callable[[Request], Any], name: str, value: Any
) -> None:
    form = {name: value if isinstance(value, str) else part(*value)}
    with pytest.raises(MissingPictureError):
        read(reader, data=form, content_type="multipart/form-data")


def test_the_page_s_form_takes_several_files_and_the_api_one() -> None:
    def make_form() -> dict[str, Any]:
        return {"file": [part(b"1", "1.png"), part(b"", ""), part(b"2", "2.png")]}

    assert read(read_files, data=make_form()) == [Sent(b"1", "1.png"), Sent(b"2", "2.png")]
    with pytest.raises(MalformedRequestError):
        read(read_one, data=make_form())


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("sieben.png", "sieben.png"),
        ("数字 „7“.png", "数字 „7“.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\7.png", "7.png"),
        ("a\r\nb\x00c\u202e.png", "abc.png"),
        ("\ud800x", "x"),
        ("folder/", ""),
        ("<script>", "<script>"),
        ("x" * 300, "x" * 255),
    ],
)
def test_a_file_name_is_its_last_part_as_plain_text(name: str, cleaned: str) -> None:
    assert clean_filename(name) == cleaned


@pytest.mark.parametrize("header", ["data:image/png;base64,", "DATA:image/svg+xml;charset=utf-8;BASE64,"])
def test_a_data_url_is_decoded(header: str) -> None:
    assert decode_data_url(header + base64.b64encode(IMAGE).decode()) == IMAGE


@pytest.mark.parametrize(
    "damaged",
    ["", "AAAA", "data:,", "data:text/plain;base64,AAAA", "data:image/png,AAAA", DATA_URL[:-1], DATA_URL + "!", "é"]
    + [DATA_URL[:30] + extra + DATA_URL[30:] for extra in ("\n", "é", "%2B", "=")],
)
def test_a_damaged_data_url_is_malformed(damaged: str) -> None:
    with pytest.raises(MalformedRequestError):
        decode_data_url(damaged)


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "text/plain", None])
@pytest.mark.parametrize("encode", [quote, quote_plus, str], ids=["encoded", "form-encoded", "raw plus signs"])
def test_the_first_numberfigure_s_body_is_read_whatever_it_is_called(
    kind: str | None, encode: Callable[[str], str]
) -> None:
    assert "+" in DATA_URL
    assert read(read_first_numberfigure, data=f"filedata={encode(DATA_URL)}", content_type=kind) == Sent(IMAGE, "")


@pytest.mark.parametrize("body", [b"", b"filedata", b"filedata=", b"other=x", b"\xff\xfe", DATA_URL.encode()])
def test_a_body_without_filedata_is_a_missing_picture(body: bytes) -> None:
    with pytest.raises(MissingPictureError):
        read(read_first_numberfigure, data=body)
