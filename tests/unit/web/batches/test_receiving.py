"""Receiving the parts of a form as they come: pictures in memory, zips in files, nothing of what is too large."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, request

from shared.settings import Settings
from tests.support.batches import BOUNDARY, FORM, write_form, write_zip
from web.batches import receiving
from web.batches.receiving import receive_parts, receive_raw
from web.intake import MalformedRequestError
from web.receiving import bound_what_is_received

SETTINGS = Settings(max_upload_bytes=1000)
PICTURES = [("one.png", b"first"), ("two.png", b"second, with \r\n--a-bound in it"), ("three.png", bytes(1000))]


@pytest.fixture(autouse=True)
def app() -> Flask:
    """An app whose requests are counted."""
    app = Flask("test")
    bound_what_is_received(app, 10_000)
    return app


def receive(
    app: Flask, body: bytes, content_type: str = FORM, settings: Settings = SETTINGS
) -> list[tuple[str, bytes]]:
    """Receive a body's parts; of a zip its whole file."""
    with app.test_request_context("/", method="POST", data=body, content_type=content_type):
        app.preprocess_request()
        return list(_read(receive_parts(request, settings)))


def _read(parts: Iterator[receiving.Received]) -> Iterator[tuple[str, bytes]]:
    for part in parts:
        if part.archive:
            part.archive.seek(0)
        yield part.filename, part.archive.read() if part.archive else part.image


@pytest.mark.parametrize("chunk", [1, 7, 64, 1 << 16])
def test_parts_come_in_order_however_the_body_is_cut(app: Flask, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(receiving, "CHUNK", chunk)
    assert receive(app, write_form(PICTURES)) == PICTURES


def test_a_zip_is_put_into_a_file(app: Flask, tmp_path: Path) -> None:
    archive = write_zip([("seven.png", bytes(100_000))], method=0)
    settings = Settings(max_upload_bytes=1000, data_dir=tmp_path)
    assert receive(app, write_form([("all.zip", archive), *PICTURES]), settings=settings) == [
        ("all.zip", archive),
        *PICTURES,
    ]
    # It has no name, so that nothing is left of it, whatever happens.
    assert list(tmp_path.iterdir()) == []


def test_a_document_that_is_a_zip_inside_is_one_part_like_any_other(app: Flask) -> None:
    document = ("report.docx", write_zip(PICTURES[:2]))
    with app.test_request_context("/", method="POST", data=write_form([document]), content_type=FORM):
        app.preprocess_request()
        received = [(part.filename, part.archive, part.image) for part in receive_parts(request, SETTINGS)]
    assert received == [("report.docx", None, document[1])]


def test_a_folder_that_cannot_be_written_is_no_hindrance(app: Flask, tmp_path: Path) -> None:
    archive = write_zip(PICTURES)
    settings = Settings(data_dir=tmp_path / "not there")
    assert receive(app, write_form([("all.zip", archive)]), settings=settings) == [("all.zip", archive)]


def test_nothing_is_kept_of_a_picture_that_is_too_large(app: Flask) -> None:
    body = write_form([("large.png", bytes(1001)), ("small.png", b"small")])
    with app.test_request_context("/", method="POST", data=body, content_type=FORM):
        app.preprocess_request()
        received = [(part.is_too_large, part.size, part.image) for part in receive_parts(request, SETTINGS)]
    assert received == [(True, 1001, b""), (False, 5, b"small")]


def test_parts_of_other_names_and_fields_are_passed_over(app: Flask) -> None:
    field = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"\r\n\r\nno file\r\n'.encode()
    body = field + write_form([("other.png", b"other")], name="picture", is_whole=False) + write_form(PICTURES)
    assert receive(app, body) == PICTURES


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (write_form(PICTURES, is_whole=False), FORM),
        (write_form(PICTURES)[:200], FORM),
        (b"nonsense", FORM),
        (f"--{BOUNDARY}\r\nno header\r\n\r\nx".encode(), FORM),
        (f"--{BOUNDARY}\r\nX: ".encode() + bytes(200_000), FORM),
        (write_form(PICTURES), "multipart/form-data"),
    ],
    ids=["no end", "cut off", "nonsense", "no header", "endless header", "no boundary"],
)
def test_a_damaged_form_is_refused(app: Flask, body: bytes, content_type: str) -> None:
    with pytest.raises(MalformedRequestError):
        receive(app, body, content_type)


def test_what_was_used_up_is_no_longer_counted(app: Flask) -> None:
    counted = bound_what_is_received(app, 1 << 20)
    body = write_form([(f"{place}.png", bytes(900)) for place in range(1000)])
    with app.test_request_context("/", method="POST", data=body, content_type=FORM):
        app.preprocess_request()
        most = max(counted.bytes for _ in receive_parts(request, SETTINGS))
    assert 0 < most <= receiving.CHUNK < len(body)


def test_a_raw_body_is_received_as_one(app: Flask) -> None:
    archive = write_zip(PICTURES)
    with app.test_request_context("/", method="POST", input_stream=io.BytesIO(archive), content_length=len(archive)):
        app.preprocess_request()
        with contextlib.closing(receive_raw(request, SETTINGS)) as received:
            assert received.archive is not None
            assert received.size == len(archive)
