"""From bytes that anyone may have sent to a grey picture, or a clear reason why not.

Decoding runs in threads, so nothing here touches state that threads share, such as Python's warning filters.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, UnidentifiedImageError

from model.grey import to_grey

# What Pillow's decoders say, as an OSError, when they get no memory.
OUT_OF_MEMORY = "out of memory"

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")

# Pillow only warns of large pictures, and of those beyond a size of its own. The caller's limit is checked here on
# the header, and is an error, so Pillow's is switched off.
Image.MAX_IMAGE_PIXELS = None

# The longest side that JPEG and GIF know. Longer ones are made to harm: within the limit of pixels, they are a few
# pixels wide, and make Pillow run over its own bounds.
MAX_SIDE = 65_535

# EXIF orientation → what brings the picture upright (EXIF 2.32, tag 0x0112).
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class UnreadablePictureError(Exception):
    """The bytes are no picture that can be read: `code` is a stable slug, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Picture:
    """An upright picture: `grey` is uint8 (height, width), 255 = white.

    Where it was transparent there is white, or black if all that it shows is light ink.
    """

    grey: npt.NDArray[np.uint8]
    width: int
    height: int


def decode_picture(data: bytes, max_pixels: int) -> Picture:
    """Decode the first frame of a PNG, JPEG, WebP, GIF or BMP file of at most `max_pixels` pixels.

    Raises UnreadablePictureError: `empty`, `unsupported-format`, `too-many-pixels`, `truncated` or `damaged`. Pillow's
    decoders raise many kinds of exception on hostile files; all of them are the file's fault, but for MemoryError.
    """
    if not data:
        raise UnreadablePictureError("empty", "The file is empty. Send a picture.")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check_pixels(image, max_pixels)
            upright = _make_upright(image, to_grey(image))
    except (UnreadablePictureError, MemoryError):
        raise
    except UnidentifiedImageError as error:
        message = "This is no picture in a known format. Send a PNG, JPEG, WebP, GIF or BMP file."
        raise UnreadablePictureError("unsupported-format", message) from error
    except Exception as error:
        if OUT_OF_MEMORY in str(error):
            raise MemoryError(str(error)) from error
        raise _describe_damage(error) from error
    grey = np.asarray(upright, dtype=np.uint8)
    height, width = grey.shape
    return Picture(grey=grey, width=width, height=height)


def _check_pixels(image: Image.Image, max_pixels: int) -> None:
    """Refuse a picture by what its header says, before memory is taken for its pixels."""
    width, height = image.size
    if width * height > max_pixels or max(width, height) > MAX_SIDE:
        message = (
            f"The picture has {width}x{height} pixels; at most {max_pixels:,} in all, and {MAX_SIDE:,} on a side, are "
            "read. Send a smaller one."
        )
        raise UnreadablePictureError("too-many-pixels", message)


def _make_upright(image: Image.Image, grey: Image.Image) -> Image.Image:
    """Turn the grey picture as the EXIF orientation of its file asks; damaged EXIF asks for nothing."""
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation)
    except MemoryError:
        raise
    except Exception:  # Browsers, too, show a picture whose EXIF block is broken.
        orientation = None
    turn = _UPRIGHT.get(orientation) if isinstance(orientation, int) else None
    return grey if turn is None else grey.transpose(turn)


def _describe_damage(error: Exception) -> UnreadablePictureError:
    """Tell a file that was cut short, which people can send again, from other damage."""
    if "truncated" in str(error).lower():
        return UnreadablePictureError("truncated", "The picture is cut short. Send the whole file again.")
    return UnreadablePictureError("damaged", "The picture is damaged. Save it again, for instance as PNG.")
