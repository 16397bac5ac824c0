"""`make samples`: draws the pictures that the page offers to try, each in a style of its own.

All of it is drawn here: hands and pens as the simulation has them, on papers in colour.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from model.simulate.hands import vary_strokes
from model.simulate.lines import write_line
from model.simulate.noise import blur, smooth_noise
from model.simulate.pens import Pen, draw_ink
from model.simulate.scene import Coverage, ink_of_digit
from model.simulate.templates import template_strokes

HEIGHT, WIDTH = 180, 240
# What is kept: small files, for all of them are part of a first visit.
KEPT_SIZE = 192, 144
QUALITY = 55
# Hands of these samples keep within what anyone reads at once.
FREEDOM = 0.5

Color = tuple[int, int, int]
Picture = npt.NDArray[np.float32]
Paper = Callable[[Picture, np.random.Generator], None]


def leave_plain(_picture: Picture, _rng: np.random.Generator) -> None:
    """Paper without anything on it."""


def rule(picture: Picture, _rng: np.random.Generator) -> None:
    """Rule lines in pale blue, and a red margin."""
    picture[22::32] = (205, 175, 150)
    picture[:, 20:22] = (170, 170, 235)


def square(picture: Picture, _rng: np.random.Generator) -> None:
    """Square the paper in pale blue."""
    picture[8::20] = picture[:, 8::20] = (220, 200, 180)


def wipe(picture: Picture, rng: np.random.Generator) -> None:
    """Leave what chalk a wet sponge leaves."""
    picture += 9.0 * smooth_noise((HEIGHT, WIDTH), 40, rng)[..., None]


def shade(picture: Picture, rng: np.random.Generator) -> None:
    """Let the light come from one side, as on a photograph."""
    across = np.linspace(1.04, rng.uniform(0.6, 0.7), WIDTH, dtype=np.float32)
    down = np.linspace(1.0, 0.85, HEIGHT, dtype=np.float32)
    picture *= (down[:, None] * across)[..., None]


@dataclass(frozen=True)
class Style:
    """How a sample looks: colours are blue, green, red; sizes are parts of the picture's and the digits' height."""

    number: str
    paper: Color
    ink: Color
    pen: Pen
    pen_width: float
    height: float
    seed: int
    lay: Paper = leave_plain
    light: Paper = leave_plain
    grain: float = 1.5


STYLES = {
    "marker": Style("7", (244, 246, 248), (30, 28, 26), "chisel", 0.14, 0.66, 3, light=shade),
    "note": Style("42", (122, 226, 250), (120, 50, 20), "round", 0.09, 0.5, 5, light=shade),
    "chalk": Style("3", (62, 74, 44), (228, 236, 232), "pencil", 0.1, 0.68, 1, lay=wipe, grain=3.0),
    "squared": Style("256", (250, 250, 250), (140, 40, 30), "round", 0.07, 0.44, 2, lay=square),
    "lined": Style("90", (240, 246, 250), (74, 70, 68), "pencil", 0.06, 0.46, 4, lay=rule, grain=2.0),
    "whiteboard": Style("618", (238, 236, 234), (40, 40, 200), "pressure", 0.1, 0.46, 6, light=shade),
    "screen": Style("5", (20, 18, 18), (255, 255, 255), "round", 0.1, 0.62, 7, grain=0.0),
    "felt": Style("1984", (252, 252, 250), (60, 120, 20), "round", 0.1, 0.34, 8),
}


def draw_sample(style: Style) -> npt.NDArray[np.uint8]:
    """Draw one sample, and return it as it is kept: uint8 (height, width, 3)."""
    rng = np.random.default_rng(style.seed)
    picture = np.full((HEIGHT, WIDTH, 3), style.paper, np.float32)
    style.lay(picture, rng)
    coverage = place(write_number(style, rng), rng)[..., None]
    picture += (np.array(style.ink, np.float32) - picture) * coverage
    style.light(picture, rng)
    picture += style.grain * rng.standard_normal((HEIGHT, WIDTH, 1), dtype=np.float32)
    kept = cv2.resize(picture, KEPT_SIZE, interpolation=cv2.INTER_AREA)
    return np.clip(np.rint(kept), 0, 255).astype(np.uint8)


def write_number(style: Style, rng: np.random.Generator) -> Coverage:
    """Write the style's number, its digits side by side."""
    height = style.height * HEIGHT
    inks = [
        ink_of_digit(draw_ink(strokes, height, style.pen_width * height, style.pen, rng), int(digit))
        for digit in style.number
        for strokes in [vary_strokes(template_strokes(int(digit), rng), rng, FREEDOM)]
    ]
    return write_line(inks, rng, gap=(0.08, 0.16)).coverage


def place(ink: Coverage, rng: np.random.Generator) -> Coverage:
    """Place ink about the middle, as sharp as a lens would show it; what is too wide is made smaller."""
    if (scale := min(1.0, 0.88 * WIDTH / ink.shape[1], 0.88 * HEIGHT / ink.shape[0])) < 1.0:
        ink = np.asarray(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.float32)
    rows, columns = ink.shape
    top, left = (round((room - side) * rng.uniform(0.4, 0.6)) for room, side in ((HEIGHT, rows), (WIDTH, columns)))
    coverage = np.zeros((HEIGHT, WIDTH), np.float32)
    coverage[top : top + rows, left : left + columns] = ink
    return blur(coverage, 0.5)


def main() -> None:
    """Write all samples."""
    parser = argparse.ArgumentParser(prog="make samples", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, style in STYLES.items():
        path = folder / f"{name}-{style.number}.webp"
        if not cv2.imwrite(str(path), draw_sample(style), [cv2.IMWRITE_WEBP_QUALITY, QUALITY]):
            raise OSError(f"{path} cannot be written")


if __name__ == "__main__":
    main()
