"""What comes in with a batch, piece by piece: a picture is held in memory, a zip goes to a file that has no name.

Werkzeug's own parser of forms takes four times as long for small parts, and adds a byte to a part where its data is cut
within a boundary.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from typing import IO

import structlog
from flask import Request, g
from multipart import MultipartError, MultipartSegment, PushMultipartParser

from shared.settings import Settings
from web.batches.errors import NoRoomForZipError
from web.intake import MalformedRequestError

log = structlog.get_logger()

CHUNK = 1 << 16
ZIP_TYPES = {"application/zip", "application/x-zip-compressed"}
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
"""A zip's first member, or the end of one that has none."""


class Received:
    """A picture or a zip, as much as has come of it."""

    def __init__(self, filename: str, content_type: str, settings: Settings) -> None:
        self.filename = filename
        self.size = 0
        self.archive: IO[bytes] | None = None
        """The file of a zip."""
        self._kept = bytearray()
        self._settings = settings
        # Many files that are no zips for people, such as documents, are zips inside.
        self._may_be_zip = content_type in ZIP_TYPES or not filename or filename.lower().endswith(".zip")

    def add(self, data: bytes | bytearray) -> None:
        """Take more of it. Of a picture that is too large nothing is kept but its size. Raises NoRoomForZipError."""
        self.size += len(data)
        if self.archive:
            self._spool(data)
            return
        self._kept += data
        if self._may_be_zip and self._kept.startswith(_ZIP_STARTS):
            self._spool(self._kept)
            self._kept.clear()
        elif self.is_too_large:
            self._kept.clear()

    def _spool(self, data: bytes | bytearray) -> None:
        try:
            self.archive = self.archive or _open_spool(self._settings)
            self.archive.write(data)
            # What does not fit is to be noticed here.
            self.archive.flush()
        except OSError as error:
            log.warning("zip not spooled", reason=error.strerror)
            raise NoRoomForZipError from error

    @property
    def is_too_large(self) -> bool:
        """Whether it is a picture of more bytes than are accepted."""
        return self.archive is None and self.size > self._settings.max_upload_bytes

    def close(self) -> None:
        """Let go of it; a file is gone then."""
        self._kept.clear()
        if self.archive:
            # Where the disk is full, closing tries to write once more.
            with contextlib.suppress(OSError):
                self.archive.close()

    @property
    def image(self) -> bytes:
        """The bytes of a picture."""
        return bytes(self._kept)


def receive_raw(request: Request, settings: Settings) -> Received:
    """Receive the body as one."""
    received = Received("", request.mimetype, settings)
    try:
        for chunk in _read_chunks(request):
            received.add(chunk)
    except BaseException:
        received.close()
        raise
    return received


def receive_parts(request: Request, settings: Settings) -> Iterator[Received]:
    """Receive the parts named `file` of a form, one after the other; each is let go of when the next is asked for.

    Raises MalformedRequestError, also where the form ends before its end.
    """
    part: Received | None = None
    try:
        with PushMultipartParser(request.mimetype_params.get("boundary", "")) as parser:
            for event in _parse(parser, request):
                if isinstance(event, MultipartSegment):
                    is_wanted = event.name == "file" and event.filename is not None
                    part = Received(event.filename or "", event.content_type or "", settings) if is_wanted else None
                elif part is not None and event:
                    part.add(event)
                elif part is not None:
                    yield part
                    part.close()
    except MultipartError as error:
        raise MalformedRequestError(f"The form is damaged, or ended before its end ({error}).") from None
    finally:
        if part is not None:
            part.close()


def _parse(parser: PushMultipartParser, request: Request) -> Iterator[MultipartSegment | bytes | bytearray | None]:
    """Yield the head of each part, its bytes as they come, and None at its end."""
    for chunk in _read_chunks(request):
        yield from parser.parse(chunk)


def _read_chunks(request: Request) -> Iterator[bytes]:
    """Read the body. What was read before is counted as held until it is handed on, and this is when it has been."""
    while chunk := request.stream.read(CHUNK):
        yield chunk
        g.body.hand_on()


def _open_spool(settings: Settings) -> IO[bytes]:
    """Open a file that is gone when its process is. In a container the data folder may be read-only."""
    try:
        return tempfile.TemporaryFile(dir=settings.data_dir)
    except OSError:
        return tempfile.TemporaryFile()
