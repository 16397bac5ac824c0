"""A first look at bytes: is it a picture that we read, and how large does its header say it is? Nothing is decoded."""

import io
from dataclasses import dataclass

from PIL import Image

from shared.errors import NumberfigureError

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
MIME_TYPES = tuple(f"image/{name.lower()}" for name in FORMATS)

# Our own limit is checked below, with an error of its own; Pillow's warning is not safe across threads.
Image.MAX_IMAGE_PIXELS = None
# Pillow loads its formats when it first opens a picture; nobody's first submission should wait for that.
Image.init()


class EmptyPictureError(NumberfigureError):
    """There are no bytes."""

    status = 400
    slug = "empty-picture"
    title = "The picture is empty"


class UnsupportedPictureError(NumberfigureError):
    """The bytes are no picture of a format that we read."""

    status = 415
    slug = "unsupported-picture"
    title = "This is not a picture that can be read"


class TooLargeError(NumberfigureError):
    """The picture, or the whole request, has too many bytes or pixels."""

    status = 413
    slug = "too-large"
    title = "The picture is too large"


MAX_SIDE = 65_535
"""As in model/picture.py: no camera or program makes longer pictures."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a picture may be."""

    max_bytes: int
    max_pixels: int


def count_pixels(image: bytes, limits: Limits) -> int:
    """Check the size, the format and the header, and return width times height.

    Raises EmptyPictureError, TooLargeError or UnsupportedPictureError.
    """
    if not image:
        raise EmptyPictureError("Choose a picture that has something in it.")
    if len(image) > limits.max_bytes:
        raise TooLargeError(f"It has {len(image):,} bytes; at most {limits.max_bytes:,} are accepted.")
    try:
        with Image.open(io.BytesIO(image), formats=FORMATS) as picture:
            width, height = picture.size
    except Exception:  # A damaged header raises nearly anything; all of it means the same.
        raise UnsupportedPictureError(f"Send one of {', '.join(FORMATS)}.") from None
    if width * height > limits.max_pixels:
        raise TooLargeError(f"It has {width} x {height} pixels; at most {limits.max_pixels:,} are accepted.")
    if max(width, height) > MAX_SIDE:
        raise TooLargeError(f"It is {max(width, height):,} pixels long; at most {MAX_SIDE:,} are accepted.")
    return width * height
