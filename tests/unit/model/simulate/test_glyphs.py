"""Glyphs: any printed character, any size."""

import numpy as np
import pytest

from model.simulate import glyphs


@pytest.mark.parametrize("height", [12, 60, 250])
@pytest.mark.parametrize("character", ["0", "8", "W", "g", "ß"])
def test_a_character_is_about_as_high_as_asked_for(character, height):
    for seed in range(8):
        coverage = glyphs.draw_glyph(character, height, np.random.default_rng(seed))
        assert coverage.dtype == np.float32
        assert 0 <= coverage.min() <= coverage.max() <= 1
        assert coverage.max() > 0.2
        assert 0.4 * height < coverage.shape[0] < 1.6 * height + 3
        assert coverage[0].any()
        assert coverage[:, -1].any()


def test_the_same_seed_gives_the_same_glyph():
    first, second, other = (glyphs.draw_glyph("5", 50, np.random.default_rng(seed)) for seed in (1, 1, 2))

    np.testing.assert_array_equal(first, second)
    assert first.shape != other.shape or (first != other).any()


def test_every_font_has_every_digit():
    for digit in "0123456789":
        for font in (*glyphs.FONT_FILES, glyphs.PILLOW_FONT):
            assert glyphs._draw_truetype(digit, font).shape[0] == pytest.approx(glyphs.MASTER_HEIGHT, rel=0.1)
        for face in glyphs.HERSHEY_FACES:
            assert glyphs._draw_hershey(digit, face, 2).shape[0] == pytest.approx(glyphs.MASTER_HEIGHT, rel=0.15)


@pytest.mark.parametrize("character", ["", " ", "12", "\n"])
def test_what_is_no_character_raises(character):
    with pytest.raises(ValueError, match="not one printable character"):
        glyphs.draw_glyph(character, 50, np.random.default_rng(0))
