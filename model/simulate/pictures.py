"""The pictures that are trained on: of one digit, on a plain board, in a small square, of lines, of no digit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.simulate.beside import add_beside
from model.simulate.digits import DigitMaker
from model.simulate.drawboard import draw_on_board
from model.simulate.emphasis import emphasise
from model.simulate.forms import add_boxes_and_rules
from model.simulate.lines import write_line, write_lines
from model.simulate.noise import log_uniform
from model.simulate.nondigits import NondigitMaker
from model.simulate.scene import Ink, Scene, ink_of_nothing
from model.simulate.strokes import StrokeDigit
from model.simulate.surfaces import WAYS, lay
from model.simulate.templates import template_digit

# Shares of lines with digits that touch, of printed boxes and rules, and of a second line.
TOUCHING_SHARE, FORM_SHARE, TWO_LINES_SHARE = 0.5, 0.25, 0.2
# The share of digits that stand alone, of those with something beside, around or under them.
LONE_SHARE = 0.3
# The share of boards that bear ways of writing which none of the writers has, and their longer side, in pixels.
TEMPLATES_ON_BOARDS, TABLET_SIDES = 0.15, (110.0, 260.0)
# Heights of digits in lines and of non-digits, in pixels; surfaces choose the size of the picture.
LEAST_HEIGHT, MOST_HEIGHT = 24.0, 150.0


@dataclass(frozen=True)
class Lines:
    """Lines of up to `longest` digits; of those of a line with some that touch, up to a share of `most_touching` do."""

    longest: int = 6
    most_touching: float = 0.6


USUAL_LINES = Lines()


@dataclass(frozen=True)
class Makers:
    """What makes the ink of pictures, and what that is made from: pen strokes, and labelled tiles (n, 28, 28)."""

    strokes: Sequence[StrokeDigit]
    tiles: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.integer]
    digits: DigitMaker
    nondigits: NondigitMaker

    @classmethod
    def of(
        cls,
        strokes: Sequence[StrokeDigit],
        tiles: npt.NDArray[np.uint8],
        labels: npt.NDArray[np.integer],
        mixed_share: float = 0.0,
    ) -> Makers:
        """Make them from pen strokes, and from tiles uint8 (n, 28, 28) with their labels (n,); see DigitMaker."""
        digits = DigitMaker(strokes, tiles, labels, mixed_share=mixed_share)
        return cls(strokes, tiles, labels, digits, NondigitMaker(digits))


def make_scene(kind: str, makers: Makers, rng: np.random.Generator) -> Scene:
    """Make one picture of a kind: `digits`, `boards`, `lines`, `none` or `squares`."""
    if kind == "boards":
        return make_picture("digit", "drawboard", makers, rng)
    if kind == "squares":
        return make_picture("digit", "square", makers, rng)
    if kind == "digits":
        return lay(makers.digits.make(rng), rng)
    return lay(makers.nondigits.make(rng) if kind == "none" else write_digits(makers.digits, rng), rng)


def make_picture(what: str, way: str, makers: Makers, rng: np.random.Generator, lines: Lines = USUAL_LINES) -> Scene:
    """Write what `write` does in one of the `WAYS`, or a digit on the site's own board: the way `drawboard`."""
    if way == "drawboard":
        return draw_on_board(choose_for_board(makers, rng), rng)
    return WAYS[way](write(what, makers, rng, lines), rng)


def write(what: str, makers: Makers, rng: np.random.Generator, lines: Lines) -> Ink:
    """Write a `digit`, a `line` of several as `write_digits` does, what is `none`, or `nothing` at all.

    What is `mixed` is a digit or a line with a letter or a word beside it, what is `emphasised` one in a ring or with
    lines drawn under it.
    """
    if what == "nothing":
        return ink_of_nothing()
    if what == "none":
        return makers.nondigits.make(rng)
    if what == "digit":
        return makers.digits.make(rng)
    if what in ("mixed", "emphasised"):
        alone = rng.random() < LONE_SHARE
        number = makers.digits.make(rng) if alone else write_digits(makers.digits, rng, lines)
        return add_beside(number, makers.nondigits, rng) if what == "mixed" else emphasise(number, rng)
    return write_digits(makers.digits, rng, lines)


def write_digits(digits: DigitMaker, rng: np.random.Generator, lines: Lines = USUAL_LINES) -> Ink:
    """Write a line of several digits, or two lines."""
    height = log_uniform(LEAST_HEIGHT, MOST_HEIGHT, rng)
    touching = rng.uniform(0.0, lines.most_touching) if rng.random() < TOUCHING_SHARE else 0.0
    rows = 2 if rng.random() < TWO_LINES_SHARE else 1
    written = [
        write_line(digits.make_row(int(rng.integers(2, lines.longest + 1)), rng, height), rng, touching=touching)
        for _ in range(rows)
    ]
    ink = written[0] if rows == 1 else write_lines(written, rng)
    return add_boxes_and_rules(ink, rng) if rows == 1 and rng.random() < FORM_SHARE else ink


def choose_for_board(makers: Makers, rng: np.random.Generator) -> StrokeDigit:
    """Choose a real digit, or draw a template as large as digits were written on the tablet."""
    if rng.random() >= TEMPLATES_ON_BOARDS:
        return makers.digits.mix(makers.strokes[int(rng.integers(len(makers.strokes)))], rng)
    digit = template_digit(rng)
    side = rng.uniform(*TABLET_SIDES)
    return StrokeDigit(digit.label, digit.writer, tuple(stroke * np.float32(side) for stroke in digit.strokes))
