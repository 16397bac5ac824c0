"""Small PNG pictures that are kept with a prediction: what was sent, what was found in it, and what the CNN saw."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from model.picture import Picture
from model.png import encode_grey, encode_sixteen_greys
from model.preprocess.light import shrink

PREVIEW_SIDE = 128
# Grey levels of a preview: 4 bits a pixel halve the size of a photograph's and can hardly be told from 8.
PREVIEW_LEVELS = 16

_NEAREST_LEVEL = np.rint(np.arange(256) * ((PREVIEW_LEVELS - 1) / 255)).astype(np.uint8)


def draw_preview(picture: Picture) -> bytes:
    """Return a PNG of the picture in 16 greys, its longest side at most 128 pixels; small ones keep their size."""
    if max(picture.grey.shape) <= PREVIEW_SIDE:
        return _encode_levels(picture.grey)
    image = Image.fromarray(picture.grey)
    # A whole factor first: fast for photographs. Half a step is left to the better filter.
    image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.BILINEAR, reducing_gap=1.5)
    return _encode_levels(np.asarray(image))


def encode_greys(greys: npt.NDArray[np.uint8]) -> bytes:
    """Return a PNG of a reduced picture (height, width), of the size and in the 16 greys of a preview."""
    return _encode_levels(shrink(greys, PREVIEW_SIDE))


def encode_tiles(tiles: npt.NDArray[np.uint8]) -> bytes:
    """Return a PNG of tiles uint8 (n, 28, 28) side by side, in grey, n from 1: what the CNN saw, exactly."""
    return encode_grey(tiles.transpose(1, 0, 2).reshape(tiles.shape[1], -1))


def _encode_levels(greys: npt.NDArray[np.uint8]) -> bytes:
    return encode_sixteen_greys(np.asarray(cv2.LUT(greys, _NEAREST_LEVEL), np.uint8))
