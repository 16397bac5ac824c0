"""Small PNG pictures that are kept with a prediction: what was sent, what was found in it, and what the CNN saw."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.picture import Picture
from model.preprocess.light import shrink

PREVIEW_SIDE = 128
# Grey levels of a preview: 4 bits a pixel halve the size of a photograph's and can hardly be told from 8.
PREVIEW_LEVELS = 16

_PREVIEW_PALETTE = [level * 255 // (PREVIEW_LEVELS - 1) for level in range(PREVIEW_LEVELS) for _ in range(3)]
_NEAREST_LEVEL = [round(grey * (PREVIEW_LEVELS - 1) / 255) for grey in range(256)]


def draw_preview(picture: Picture) -> bytes:
    """Return a PNG of the picture in 16 greys, its longest side at most 128 pixels; small ones keep their size."""
    image = Image.fromarray(picture.grey)
    # A whole factor first: fast for photographs. Half a step is left to the better filter.
    image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.BILINEAR, reducing_gap=1.5)
    return _encode_levels(image)


def encode_greys(greys: npt.NDArray[np.uint8]) -> bytes:
    """Return a PNG of a reduced picture (height, width), of the size and in the 16 greys of a preview.

    Fast rather than smallest.
    """
    return _encode_levels(Image.fromarray(shrink(greys, PREVIEW_SIDE)), compress_level=1)


def encode_tiles(tiles: npt.NDArray[np.uint8]) -> bytes:
    """Return a PNG of tiles uint8 (n, 28, 28) side by side, in grey, n from 1: what the CNN saw, exactly."""
    return _encode_png(Image.fromarray(np.hstack(list(tiles))))


def _encode_levels(image: Image.Image, **options: int) -> bytes:
    levels = image.point(_NEAREST_LEVEL)
    levels.putpalette(_PREVIEW_PALETTE)
    return _encode_png(levels, bits=4, **options)


def _encode_png(image: Image.Image, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()
