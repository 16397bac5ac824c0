"""Transparent paper is white, or black if light ink is all that there is."""

import numpy as np
import pytest
from PIL import Image

from model.picture import decode_picture


@pytest.fixture
def grey(draw):
    """A 7 that is far from symmetric, wider than high."""
    return np.pad(draw(side=80, pen=8), ((0, 0), (0, 40)), constant_values=255)


def decode(data):
    return decode_picture(data, 1_000_000)


def test_transparent_is_white_paper(grey, encode):
    ink = Image.new("RGBA", (120, 80), (0, 0, 0, 0))
    ink.putalpha(Image.fromarray(255 - grey))

    assert np.abs(decode(encode(ink)).grey.astype(int) - grey).max() <= 1


def test_transparent_colour_of_a_palette_is_white_paper(grey, encode):
    bits = Image.fromarray((grey > 127).astype(np.uint8))
    bits.putpalette([0, 0, 0, 0, 0, 0])

    np.testing.assert_array_equal(decode(encode(bits, transparency=1)).grey, np.where(grey > 127, 255, 0))


def ink_on_glass(grey, level):
    """Ink of one level where `grey` is dark, on transparent paper."""
    return Image.merge("LA", (Image.new("L", (120, 80), level), Image.fromarray(255 - grey)))


@pytest.mark.parametrize("level", [255, 200, 160])
def test_light_ink_on_transparent_paper_is_on_black(grey, encode, level):
    ink = ink_on_glass(grey, level)

    for data in (encode(ink), encode(ink.convert("RGBA"), "WEBP", lossless=True)):
        assert np.abs(decode(data).grey - (255.0 - grey) * level / 255).max() <= 1.5


@pytest.mark.parametrize("level", [0, 60, 110])
def test_dark_ink_on_transparent_paper_is_on_white(grey, encode, level):
    picture = decode(encode(ink_on_glass(grey, level)))

    assert np.abs(picture.grey - (level + grey * (255.0 - level) / 255)).max() <= 1.5


def test_faint_light_ink_is_seen_too(grey, encode):
    ink = Image.merge("LA", (Image.new("L", (120, 80), 255), Image.fromarray((255 - grey) // 3)))

    assert np.ptp(decode(encode(ink)).grey) >= 80


@pytest.mark.parametrize("holes", [np.s_[:12, :12], np.s_[:, :50]])
def test_a_scan_with_transparent_parts_keeps_its_light_paper(grey, encode, holes):
    alpha = np.full(grey.shape, 255, np.uint8)
    alpha[holes] = 0
    expected = np.where(alpha == 0, 255, grey)
    colours = np.where(alpha == 0, 0, grey).astype(np.uint8)

    picture = decode(encode(Image.merge("LA", (Image.fromarray(colours), Image.fromarray(alpha)))))

    np.testing.assert_array_equal(picture.grey, expected)


def test_a_light_label_with_dark_ink_on_transparent_paper_is_on_white(grey, encode):
    """Less than half of it is opaque, and nearly all of that is light."""
    wide = np.pad(grey, ((80, 80), (200, 0)))
    alpha = np.pad(np.full(grey.shape, 255, np.uint8), ((80, 80), (200, 0)))

    picture = decode(encode(Image.merge("LA", (Image.fromarray(wide), Image.fromarray(alpha)))))

    np.testing.assert_array_equal(picture.grey, np.where(alpha == 0, 255, wide))


def test_nothing_but_transparent_or_opaque_pixels(grey, encode):
    glass = Image.new("RGBA", (120, 80), (255, 255, 255, 0))
    opaque = Image.merge("LA", (Image.fromarray(255 - grey), Image.new("L", (120, 80), 255)))

    assert (decode(encode(glass)).grey == 255).all()
    np.testing.assert_array_equal(decode(encode(opaque)).grey, 255 - grey)
