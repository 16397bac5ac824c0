"""Pictures whose header claims a size that they do not have."""

import io
import struct
import zlib

from PIL import Image

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
LARGEST_WEBP = 16383


def make_picture(picture_format: str, width: int = 8, height: int = 6) -> bytes:
    """Make a small white picture."""
    buffer = io.BytesIO()
    Image.new("L", (width, height), 255).save(buffer, picture_format, lossless=True)
    return buffer.getvalue()


def claim_size(picture_format: str, side: int) -> bytes:
    """Make a small picture whose header says that it has side x side pixels."""
    image = bytearray(make_picture(picture_format))
    match picture_format:
        case "PNG":
            image[16:24] = struct.pack(">II", side, side)
            image[29:33] = struct.pack(">I", zlib.crc32(image[12:29]))
        case "JPEG":
            frame = image.index(b"\xff\xc0")
            image[frame + 5 : frame + 9] = struct.pack(">HH", side, side)
        case "GIF":
            image[6:10] = struct.pack("<HH", side, side)
        case "BMP":
            image[18:26] = struct.pack("<ii", side, side)
        case "WEBP":
            start = image.index(b"VP8L") + 9
            flags = struct.unpack("<I", image[start : start + 4])[0] >> 28
            image[start : start + 4] = struct.pack("<I", side - 1 | side - 1 << 14 | flags << 28)
    return bytes(image)
