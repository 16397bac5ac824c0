"""Brightness for colours: one level a pixel, as what ink and paper differ in."""

from __future__ import annotations

import numpy as np
from PIL import Image

# Ink on transparent paper is light if its levels are above this one on average, and its darkest part, this share of
# it, is no more than so many levels below that. It leaves most of the paper free, where a scan with transparent corners
# does not.
LIGHT_INK, DARKEST_SHARE, ALIKE_LEVELS, INK_COVERS = 127.0, 0.002, 64.0, 0.5
# Red on green can be equally bright. Where all levels of brightness lie within so many, a colour is looked at alone if
# its levels are spread so many times as far.
EVEN_BRIGHTNESS, COLOUR_GAIN = 64, 2


def to_grey(image: Image.Image) -> Image.Image:
    """Decode the pixels to 8-bit grey (mode L), laid over paper where they are transparent."""
    # A JPEG holds its brightness apart from its colours: decoding that alone is faster.
    image.draft("L", None)
    image.load()
    if image.mode.startswith("I"):
        # 16-bit grey. Pillow's own conversion clips at 255 where this scales.
        deep = np.asarray(image).astype(np.float32)
        return Image.fromarray(np.clip(np.rint(deep / 257.0), 0, 255).astype(np.uint8))
    if image.has_transparency_data:
        with_alpha = image if image.mode == "RGBA" else image.convert("RGBA")
        alpha = with_alpha.getchannel("A")
        if alpha.getextrema()[0] != 255:
            return _lay_on_paper(with_alpha.convert("L"), alpha)
    if image.mode == "L":
        return image
    if image.mode == "1":
        return image.convert("L")
    return _choose_channel(image if image.mode in ("RGB", "RGBA") else image.convert("RGB"))


def _choose_channel(colours: Image.Image) -> Image.Image:
    """Return the brightness of an opaque picture or, where that hardly varies, the colour that varies most."""
    brightness = colours.convert("L")
    spread = _measure_spread(brightness)
    if spread > EVEN_BRIGHTNESS:
        return brightness
    channel = max(colours.convert("RGB").split(), key=_measure_spread)
    return channel if _measure_spread(channel) > COLOUR_GAIN * spread else brightness


def _measure_spread(grey: Image.Image) -> int:
    """Return how many levels lie between a picture's darkest and its lightest pixel."""
    darkest, lightest = np.array(grey.getextrema(), int)
    return int(lightest - darkest)


def _lay_on_paper(grey: Image.Image, alpha: Image.Image) -> Image.Image:
    """Lay what is opaque over white, or over black if it is light ink, which would not be seen on white."""
    paper = Image.new("L", grey.size, 0 if _is_light_ink(grey, alpha) else 255)
    paper.paste(grey, mask=alpha)
    return paper


def _is_light_ink(grey: Image.Image, alpha: Image.Image) -> bool:
    """Tell light ink of one shade from dark ink, and from a picture with its own paper."""
    box = alpha.getbbox()
    levels, weights = (np.asarray(image.crop(box)).ravel() for image in (grey, alpha))
    covered = np.bincount(levels, weights, minlength=256)
    total = float(covered.sum())
    if not 0.0 < total <= INK_COVERS * 255.0 * grey.width * grey.height:
        return False
    mean = float(covered @ np.arange(256)) / total
    darkest = int(covered.cumsum().searchsorted(DARKEST_SHARE * total))
    return mean > LIGHT_INK and darkest >= mean - ALIKE_LEVELS
