"""Writing small grey PNG files (RFC 2083).

Pillow's writer takes longer to set itself up than these pictures take to compress, and each prediction has three.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

SIGNATURE = b"\x89PNG\r\n\x1a\n"
FAST = 1
"""zlib's level: the next ones take twice the time for a few bytes less."""


def encode_grey(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Return a PNG of grey levels uint8 (height, width), exactly."""
    filtered = np.zeros((pixels.shape[0], 1 + pixels.shape[1]), np.uint8)
    filtered[:, 1:] = pixels
    return _encode(filtered, pixels.shape[1], 8)


def encode_sixteen_greys(levels: npt.NDArray[np.uint8]) -> bytes:
    """Return a PNG of levels 0 to 15, uint8 (height, width), 15 being white: two pixels to a byte."""
    height, width = levels.shape
    filtered = np.zeros((height, 1 + (width + 1) // 2), np.uint8)
    filtered[:, 1:] = levels[:, ::2] << 4
    filtered[:, 1 : 1 + width // 2] |= levels[:, 1::2]
    return _encode(filtered, width, 4)


def _encode(filtered: npt.NDArray[np.uint8], width: int, bits: int) -> bytes:
    """Write rows of packed pixels, each of which begins with the number of its filter: 0, none."""
    # Grey, deflate, the usual filters, not interlaced.
    header = struct.pack(">IIBBBBB", width, len(filtered), bits, 0, 0, 0, 0)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(filtered.data, FAST)) + _END


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


_END = _chunk(b"IEND", b"")
