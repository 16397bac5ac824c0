"""Single digits as ink, from all sources: real strokes, MNIST, skeletons and fonts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from model.simulate.glyphs import draw_glyph
from model.simulate.hands import vary_strokes
from model.simulate.mixing import mix_hands
from model.simulate.noise import log_uniform
from model.simulate.pen_widths import draw_pen_ratio, limit_pen_width
from model.simulate.pens import Pen, draw_ink, draw_pen
from model.simulate.scene import Coverage, Ink, ink_of_digit
from model.simulate.strokes import Stroke, StrokeDigit
from model.simulate.styles import add_style
from model.simulate.templates import template_strokes
from model.simulate.tiles import ink_from_tile

# A pen, and its width over the digit's height.
PenOfRatio = tuple[Pen, float]

Source = Literal["strokes", "tiles", "templates", "glyphs"]
SOURCES: tuple[Source, ...] = get_args(Source)
# Real strokes bear any pen and are most like what people draw on screens; tiles have more writers; skeletons bring
# shapes that neither has; fonts are for those who copy print.
DEFAULT_SHARES: Mapping[Source, float] = {"strokes": 0.5, "tiles": 0.3, "templates": 0.15, "glyphs": 0.05}
# In pixels, each doubling equally likely: from a digit in a scanned form to one that fills a board.
LEAST_HEIGHT, MOST_HEIGHT = 14.0, 300.0
# A one turned or stretched far is a seven, and the other way round.
RESTRAINED, RESTRAINED_FREEDOM = (1, 7), 0.6
# Wider dots and dashes, over the digit's height, are too few to show its shape.
WIDEST_BROKEN = 0.09


class DigitMaker:
    """Makes single digits as ink; the same for the same state of the generator that each call is given."""

    def __init__(
        self,
        strokes: Sequence[StrokeDigit],
        tiles: npt.NDArray[np.uint8],
        labels: npt.NDArray[np.integer],
        shares: Mapping[Source, float] = DEFAULT_SHARES,
        mixed_share: float = 0.0,
    ) -> None:
        """Take stroke digits, and `tiles` uint8 (n, 28, 28) with 255 for ink and their `labels` (n,).

        `shares` says how often each source is drawn from; what it does not name is not. Of the digits of strokes,
        `mixed_share` are written as between two hands. Raises ValueError if a source that it names lacks a digit.
        """
        if len(tiles) != len(labels):
            raise ValueError(f"{len(tiles)} tiles have {len(labels)} labels")
        weights = np.array([shares.get(source, 0.0) for source in SOURCES])
        if set(shares) - set(SOURCES) or (weights < 0).any() or weights.sum() <= 0:
            raise ValueError(f"shares are of {', '.join(SOURCES)}, none below 0, not all 0")
        self._strokes = strokes
        self._tiles = tiles
        self._tile_labels = labels
        self._shares = weights / weights.sum()
        self._mixed_share = mixed_share
        stroke_labels = np.array([digit.label for digit in strokes], np.int64)
        self._members: dict[Source, list[npt.NDArray[np.intp]]] = {
            "strokes": [np.flatnonzero(stroke_labels == label) for label in range(10)],
            "tiles": [np.flatnonzero(labels == label) for label in range(10)],
        }
        for source, members in self._members.items():
            if shares.get(source, 0.0) > 0 and min(map(len, members)) == 0:
                raise ValueError(f"the {source} lack a digit")

    def make(self, rng: np.random.Generator, height: float | None = None) -> Ink:
        """Make a digit, each of the ten equally often; `height` in pixels is drawn if it is not given."""
        label = int(rng.integers(10))
        source = SOURCES[int(rng.choice(len(SOURCES), p=self._shares))]
        members = self._members.get(source)
        index = label if members is None else int(rng.choice(members[label]))
        return self.make_from(source, index, rng, height)

    def make_row(self, count: int, rng: np.random.Generator, height: float) -> list[Ink]:
        """Make `count` digits `height` pixels high from one source and, where it has pens, with one pen."""
        source = SOURCES[int(rng.choice(len(SOURCES), p=self._shares))]
        pen = draw_pen(rng), draw_pen_ratio(rng)
        members = self._members.get(source)
        labels = rng.integers(10, size=count).tolist()
        indices = labels if members is None else [int(rng.choice(members[label])) for label in labels]
        return [self.make_from(source, index, rng, height, pen) for index in indices]

    def mix(self, digit: StrokeDigit, rng: np.random.Generator) -> StrokeDigit:
        """Return a real digit as it was written, or at times as between its writer and another."""
        if not self._mixed_share or rng.random() >= self._mixed_share:
            return digit
        return mix_hands(digit, [self._strokes[index] for index in self._members["strokes"][digit.label]], rng)

    def make_from(
        self,
        source: Source,
        index: int,
        rng: np.random.Generator,
        height: float | None = None,
        pen: PenOfRatio | None = None,
    ) -> Ink:
        """Make a variant of the `index`-th of a source's digits; of templates and glyphs, `index` is the digit.

        Strokes and templates are written with `pen` and a width over their height; both are drawn if not given.

        Raises IndexError or ValueError for what there is not.
        """
        tall = draw_height(rng) if height is None else height
        if source == "tiles":
            return ink_of_digit(ink_from_tile(self._tiles[index], tall, rng), int(self._tile_labels[index]))
        if source == "strokes":
            digit = self.mix(self._strokes[index], rng)
            return ink_of_digit(
                _write(digit.label, add_style(digit.label, digit.strokes, rng), tall, rng, pen), digit.label
            )
        if source == "templates":
            return ink_of_digit(_write(index, template_strokes(index, rng), tall, rng, pen), index)
        if source == "glyphs" and 0 <= index <= 9:
            return ink_of_digit(draw_glyph(str(index), tall, rng), index)
        raise ValueError(f"there is no digit {index} of {source!r}")


def draw_height(rng: np.random.Generator) -> float:
    """Draw a digit's height in pixels."""
    return log_uniform(LEAST_HEIGHT, MOST_HEIGHT, rng)


def _write(
    label: int, strokes: Sequence[Stroke], height: float, rng: np.random.Generator, pen: PenOfRatio | None
) -> Coverage:
    varied = vary_strokes(strokes, rng, RESTRAINED_FREEDOM if label in RESTRAINED else 1.0)
    kind, ratio = pen or (draw_pen(rng), draw_pen_ratio(rng))
    width = limit_pen_width(ratio, label, varied, height)
    if kind in ("dotted", "dashed"):
        width = min(width, max(WIDEST_BROKEN * height, 1.0))
    return draw_ink(varied, height, width, kind, rng)
