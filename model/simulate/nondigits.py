"""What is written or lies about and is no digit: letters, words, scribbles, shapes, pieces of digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import cv2
import numpy as np

from model.simulate.fragments import make_fragment
from model.simulate.glyphs import draw_glyph
from model.simulate.hands import vary_strokes
from model.simulate.letters import letter_strokes
from model.simulate.noise import choose, log_uniform
from model.simulate.pens import FLAT, draw_ink, draw_pen
from model.simulate.scene import Coverage, Ink
from model.simulate.scribbles import scribble
from model.simulate.shapes import draw_shape, shape_strokes
from model.simulate.strokes import Stroke
from model.simulate.tiles import crop_ink

# Printed characters that no font makes like a digit. Besides the look-alikes of handwriting not & and f, which script
# fonts loop like an 8, nor J and j, which narrow fonts make nearly a line, nor ö, a zero with specks above it.
PRINTED = "AACEEFHKLMNPRRTTUVWXaacdeehhkkmnnpprrttuuvvwwxxÄÜäüéèñÉ+=?%#@*<~"
# Heights in pixels where none is asked for.
LEAST_HEIGHT, LARGEST_HEIGHT = 24, 160
# Of the pen's width to the height: thinner is not seen; thicker fills the letter, or the smaller parts of a doodle.
THINNEST = 0.025
THICKEST = {"letter": 0.15, "scribble": 0.08, "shape": 0.08, "word": 0.1}
# Letters turned, stretched and slanted as far as digits may come to look like others.
FREEDOM = 0.7
# Half of the shapes are doodles, half are filled shapes and textures.
DOODLE_SHARE = 0.5
# Wider than this many heights, ink is made smaller: it stays as big as a digit.
WIDEST = 2.0
# Adds up to 1.
SHARES = {
    "letter": 0.3,
    "printed": 0.1,
    "scribble": 0.15,
    "shape": 0.2,
    "fragment": 0.2,
    "word": 0.05,
}


class DigitMaker(Protocol):
    """What makes the digits that fragments are made of."""

    def make(self, rng: np.random.Generator, height: int) -> Ink:
        """Return the ink of one digit."""
        ...


class NondigitMaker:
    """Makes Inks without labels, in the documented shares."""

    def __init__(self, digits: DigitMaker) -> None:
        self._digits = digits

    def make(self, rng: np.random.Generator, height: int | None = None) -> Ink:
        """Make one non-digit about `height` px high, or lower where it is flat; by default 24 to 160 px."""
        if height is None:
            height = round(log_uniform(LEAST_HEIGHT, LARGEST_HEIGHT, rng))
        kind = choose(SHARES, rng)
        return self.make_kind(kind, rng, height)

    def make_kind(self, kind: str, rng: np.random.Generator, height: int) -> Ink:
        """Make one non-digit of a kind that is a key of SHARES."""
        if kind == "printed":
            coverage = draw_glyph(PRINTED[rng.integers(len(PRINTED))], height, rng)
        elif kind == "fragment":
            coverage = self._make_fragment(rng, height)
        elif kind == "shape" and rng.random() > DOODLE_SHARE:
            coverage = draw_shape(height, rng)
        else:
            coverage = draw_strokes(draw_kind(kind, rng), height, THICKEST[kind], rng)
        coverage = limit_width(coverage, height)
        return Ink(coverage, np.zeros(coverage.shape, np.uint8))

    def _make_fragment(self, rng: np.random.Generator, height: int) -> Coverage:
        while True:
            fragment = make_fragment(self._digits.make(rng, height), rng)
            if fragment is not None:
                return fragment


def draw_kind(kind: str, rng: np.random.Generator) -> Sequence[Stroke]:
    """Draw the strokes of a letter, scribble, doodle ("shape") or word."""
    if kind == "letter":
        return letter_strokes(rng)[1]
    if kind == "scribble":
        return scribble(rng)
    return shape_strokes(rng) if kind == "shape" else word_strokes(rng)


def draw_strokes(strokes: Sequence[Stroke], height: int, thickest: float, rng: np.random.Generator) -> Coverage:
    """Let a hand and a pen draw strokes, `height` px high; flat ones up to WIDEST times as wide."""
    varied = vary_strokes(strokes, rng, FREEDOM)
    width = max(1.0, height * log_uniform(THINNEST, thickest, rng))
    across, down = np.ptp(np.concatenate(varied), axis=0)
    # The pen measures flat ink by its width.
    size = height * min(WIDEST, across / max(down, 1e-6)) if across > FLAT * down else height
    return draw_ink(varied, size, width, draw_pen(rng), rng)


def word_strokes(rng: np.random.Generator) -> list[Stroke]:
    """Two to five letters side by side, in one hand: strokes float32 (n, 2), one letter about 1 high."""
    strokes: list[Stroke] = []
    right = 0.0
    for _ in range(rng.integers(2, 6)):
        letter = letter_strokes(rng)[1]
        points = np.concatenate(letter)
        shift = np.array([right - points[:, 0].min(), rng.normal(0.0, 0.05)], np.float32)
        strokes += [stroke + shift for stroke in letter]
        right += float(np.ptp(points[:, 0])) + rng.uniform(0.05, 0.35)
    return strokes


def limit_width(coverage: Coverage, height: int) -> Coverage:
    """Shrink what is wider than a box of WIDEST heights."""
    scale = WIDEST * height / coverage.shape[1]
    if scale >= 1:
        return coverage
    size = (max(1, round(coverage.shape[1] * scale)), max(1, round(coverage.shape[0] * scale)))
    # Averaging may round to a little above 1.
    return crop_ink(np.minimum(cv2.resize(coverage, size, interpolation=cv2.INTER_AREA), np.float32(1.0)))
