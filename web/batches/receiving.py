"""What comes in with a batch, piece by piece: a picture is held in memory, a zip goes to a file that has no name."""

import tempfile
from collections.abc import Iterator
from typing import IO

from flask import Request, g
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from shared.settings import Settings
from web.intake import MalformedRequestError

CHUNK = 1 << 16
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
"""A zip's first member, or the end of one that has none."""


class Received:
    """A picture or a zip, as much as has come of it."""

    def __init__(self, filename: str, settings: Settings) -> None:
        self.filename = filename
        self.size = 0
        self.archive: IO[bytes] | None = None
        """The file of a zip."""
        self._kept = bytearray()
        self._settings = settings

    def add(self, data: bytes) -> None:
        """Take more of it. Of a picture that is too large nothing is kept but its size."""
        self.size += len(data)
        if self.archive:
            self.archive.write(data)
            return
        self._kept += data
        if self._kept.startswith(_ZIP_STARTS):
            self.archive = _open_spool(self._settings)
            self.archive.write(self._kept)
            self._kept.clear()
        elif self.is_too_large:
            self._kept.clear()

    @property
    def is_too_large(self) -> bool:
        """Whether it is a picture of more bytes than are accepted."""
        return self.archive is None and self.size > self._settings.max_upload_bytes

    @property
    def image(self) -> bytes:
        """The bytes of a picture."""
        return bytes(self._kept)


def receive_raw(request: Request, settings: Settings) -> Received:
    """Receive the body as one."""
    received = Received("", settings)
    for chunk in _read_chunks(request):
        received.add(chunk)
    return received


def receive_parts(request: Request, settings: Settings) -> Iterator[Received]:
    """Receive the parts named `file` of a form, one after the other.

    Raises MalformedRequestError, also where the form ends before its end.
    """
    boundary = request.mimetype_params.get("boundary", "").encode("latin-1", "replace")
    if not boundary:
        raise MalformedRequestError("The Content-Type of the form must name its boundary.")
    # The headers of a part are the most that has to be held at once.
    decoder = MultipartDecoder(boundary, max_form_memory_size=2 * CHUNK)
    part: Received | None = None
    for chunk in _read_chunks(request):
        for event in _decode(decoder, chunk):
            if isinstance(event, File):
                part = Received(event.filename, settings) if event.name == "file" else None
            elif isinstance(event, Field):
                part = None
            elif isinstance(event, Data) and part is not None:
                part.add(event.data)
                if not event.more_data:
                    yield part
    list(_decode(decoder, None))


def _decode(decoder: MultipartDecoder, data: bytes | None) -> Iterator[Event]:
    """Yield what there is in some more data; None is the end of it."""
    try:
        decoder.receive_data(data)
        while not isinstance(event := decoder.next_event(), NeedData):
            yield event
            if isinstance(event, Epilogue):
                return
    except RequestEntityTooLarge:
        raise MalformedRequestError("A part of the form has headers that are too long.") from None
    except ValueError:
        raise MalformedRequestError("The form is damaged, or ended before its end.") from None


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
