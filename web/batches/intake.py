"""Reading the pictures of a batch out of a request: parts named `file`, among them a zip, or a zip as the body."""

import contextlib
from collections.abc import Iterator

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

from shared.settings import Settings
from web.batches.errors import BatchTooLargeError, DamagedZipError
from web.batches.pictures import SentInBatch, clean_path
from web.batches.receiving import ZIP_TYPES, Received, receive_parts, receive_raw
from web.batches.unzipping import unzip
from web.intake import MissingPictureError
from web.sniff import TooLargeError, UnsupportedPictureError

PART_OVERHEAD = 500
"""Bytes of a form around each picture: a boundary and headers, with a long name."""


def read_batch(request: Request, settings: Settings) -> Iterator[SentInBatch]:
    """Yield the pictures in the order in which they come in, while the rest is still on its way.

    Raises BatchTooLargeError, DamagedZipError, EncryptedZipError, MissingPictureError, MalformedRequestError and
    UnsupportedPictureError, at any time.
    """
    request.max_content_length = settings.max_batch_bytes + PART_OVERHEAD * settings.max_batch_images
    count = 0
    try:
        for sent in _read_all(request, settings):
            count += 1
            if count > settings.max_batch_images:
                raise BatchTooLargeError(
                    f"At most {settings.max_batch_images:,} pictures are accepted at once. Split it."
                )
            yield sent
    except RequestEntityTooLarge:
        raise BatchTooLargeError(
            f"At most {settings.max_batch_bytes:,} bytes are accepted at once. Split it."
        ) from None
    if not count:
        raise MissingPictureError(
            "The batch has no picture: send parts named `file`, or a zip that has pictures in it."
        )


def _read_all(request: Request, settings: Settings) -> Iterator[SentInBatch]:
    if request.mimetype == "multipart/form-data":
        for part in receive_parts(request, settings):
            yield from _open(part, settings)
    elif request.mimetype in {*ZIP_TYPES, "application/octet-stream"}:
        with contextlib.closing(receive_raw(request, settings)) as received:
            if received.size and received.archive is None:
                raise DamagedZipError("The body is no zip. Send pictures as parts named `file`, or a zip.")
            yield from _open(received, settings)
    elif request.mimetype or request.content_length:
        raise UnsupportedPictureError("Send multipart/form-data with parts named `file`, or an application/zip body.")


def _open(received: Received, settings: Settings) -> Iterator[SentInBatch]:
    """Yield a picture, or those of a zip; a part with neither name nor bytes was left empty in a form."""
    name = clean_path(received.filename)
    if received.archive:
        yield from unzip(received.archive, settings)
    elif received.is_too_large:
        detail = f"It has {received.size:,} bytes; at most {settings.max_upload_bytes:,} are accepted."
        yield SentInBatch(name, problem=TooLargeError(detail))
    elif received.size or name:
        yield SentInBatch(name, received.image)
