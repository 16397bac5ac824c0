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
    return _encode(pixels, pixels.shape[1], 8)


def encode_sixteen_greys(levels: npt.NDArray[np.uint8]) -> bytes:
    """Return a PNG of levels 0 to 15, uint8 (height, width), 15 being white: two pixels to a byte."""
    height, width = levels.shape
    even = np.zeros((height, width + width % 2), np.uint8)
    even[:, :width] = levels
    return _encode(np.asarray(even[:, ::2] << 4 | even[:, 1::2], np.uint8), width, 4)


def _encode(rows: npt.NDArray[np.uint8], width: int, bits: int) -> bytes:
    """Write rows of packed pixels. Each begins with the number of its filter: 0, none."""
    height = len(rows)
    filtered = np.zeros((height, rows.shape[1] + 1), np.uint8)
    filtered[:, 1:] = rows
    # Grey, deflate, the usual filters, not interlaced.
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    body = zlib.compress(filtered.data, FAST)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(content, zlib.crc32(kind)))
