"""Handwritten letters and signs that are no digits, as skeletons: what the pen's tip does, without its width."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from model.simulate.strokes import Stroke

# What a hand's digit may look like: never in the table below. Turned or mirrored digits are no look-alikes: d, p, E.
LOOK_ALIKES = frozenset(
    "0123456789OoDQIli|/\\()[]SsZzBbqgGYyçßθΘΦφβδγζξστ§$;'`,ЗзЭБЧУФЮЫэбуדרופטל日口川∞>^!"  # noqa: RUF001
)
# Standard deviation of a control point's displacement, in parts of the box: a person still reads the letter.
WOBBLE = 0.025
# Letters are squeezed and stretched in width by exp(±this).
MAX_LOG_STRETCH = 0.22
# Points of a curve between two control points: pens draw them as straight lines of a few pixels each.
STEPS = 8

# Forms are divided by "/", strokes by ";". A stroke has points x,y from 0 to 10, y downward; "~" makes it a curve
# through its points, "!" makes a point a corner of the curve.
FORMS = {
    "A": "0,10 4,0 8,10;1,6 7,6/~0,10 3,3 4,0! 6,5 8,10;0,6 8,6/~0,10 0,4 3,0 6,1 7,5 7,10;0,6 7,6",
    "C": "~8,2 5,0 1,2 0,5 1,8 5,10 8,8/~8,1 4,0 0,4 0,7 3,10 8,9",
    "E": "7,0 0,0 0,10 7,10;0,5 5,5/0,0 0,10;0,0 7,0;0,5 6,5;0,10 7,10/~7,1 3,0 1,2 4,5! 0,7 2,10 7,9",
    "F": "0,10 0,0 7,0;0,5 5,5/1,0 1,10;0,0 8,0;1,5 6,4/~0,1 3,0 8,0;~4,0 4,6 3,10 0,9;2,5 7,5",
    "H": "0,0 0,10;7,0 7,10;0,5 7,5/1,0 0,10;8,0 7,10;0,6 8,4",
    "J": "2,0 9,0;~6,0 6,7 4,10 1,9 0,7/1,0 8,0;~5,0 5,6 3,10 0,8",
    "K": "0,0 0,10;7,0 0,6;2,4 8,10/~0,0 0,10;~7,0 3,4 0,5! 4,6 8,10",
    "L": "0,0 0,10 7,10/1,0 0,10 7,9/~3,3 5,1 3,0 2,4 2,8 0,10 2,9 5,10 9,9",
    "M": "0,10 1,0 5,7 9,0 10,10/0,10 0,0 5,6 10,0 10,10/~0,10 1,4 2,0! 5,8! 8,0! 9,5 10,10",
    "N": "0,10 0,0 7,10 7,0/0,10 1,0 7,10 8,0/~0,10 1,3 2,0! 4,5 6,10! 7,4 9,0",
    "P": "0,10 0,0;~0,0 5,0 7,2 5,5 0,5/~1,10 1,5 1,0! 6,0 8,3 5,6 1,5",
    "R": "0,10 0,0;~0,0 5,0 7,2 5,5 0,5! 7,10/~1,10 1,5 1,0! 6,0 7,3 5,5 2,5! 4,6 8,10",
    "T": "0,0 9,0;4,0 4,10/~0,1 4,0 9,1;~5,1 5,6 4,10",
    "U": "~0,0 0,7 3,10 6,9 8,6 8,0/~0,0 0,6 2,10 6,9 8,5 8,0! 8,6 9,10",
    "V": "0,0 4,10 8,0/~0,0 2,5 4,10! 6,4 9,0",
    "W": "0,0 3,10 5,3 7,10 10,0/~0,0 1,6 3,10! 4,5 5,2! 6,6 8,10! 9,5 10,0/~0,0 1,8 4,9 5,3! 6,9 9,8 10,0",
    "X": "0,0 8,10;8,0 0,10/~0,1 2,0 5,7 8,10;~8,0 4,5 0,10",
    "Ä": "0,10 4,2 8,10;1,7 7,7;2,0 2,1;6,0 6,1",
    "a": "~7,3 3,2 0,6 2,10 5,9 7,4! 7,8 9,10/~1,3 4,2 7,4 7,10;~7,6 3,6 0,8 2,10 6,9",
    "c": "~7,2 4,0 0,4 1,9 4,10 8,8",
    "d": "~7,6 4,4 0,7 2,10 5,9 7,6;7,0 7,10/~7,6 3,4 0,7 2,10 5,9 7,4 7,0! 7,8 9,10",
    "e": "~0,5 8,5! 7,1 4,0 0,4 1,9 4,10 8,8/~0,6 6,4 7,1 4,0 1,4 1,8 4,10 9,8",
    "f": "~7,1 5,0 3,2 3,10;0,4 6,4/~8,1 6,0 4,2 4,7 2,10 0,9;1,4 7,4",
    "h": "0,0 0,10;~0,6 3,4 6,5 7,7 7,10/~0,7 4,3 4,0 2,0 1,3 1,10! 2,6 5,4 7,6 7,9 9,10",
    "j": "~4,3 4,8 2,10 0,9;4,0 5,1/~2,3 5,3! 5,8 3,10 0,9;5,0 5,1",
    "k": "0,0 0,10;6,4 0,7;2,6 7,10/~0,7 4,2 3,0 1,3 1,10! 2,6 5,4 6,6 2,7! 5,8 8,10",
    "m": "0,0 0,10;~0,4 2,0 4,1 5,4 5,10;~5,4 7,0 9,1 10,4 10,10/~0,5 1,0 3,4 3,10! 4,2 6,0 7,10! 8,2 10,0 11,8 13,10",
    "n": "0,0 0,10;~0,4 3,0 6,1 7,4 7,10/~0,4 2,0 3,4 3,10! 4,3 7,0 8,4 9,9 11,9",
    "p": "0,0 0,10;~0,1 4,0 6,3 4,6 0,5/~0,2 2,0 2,10! 2,3 5,0 8,2 6,6 2,5",
    "r": "0,0 0,10;~0,4 2,1 5,0 7,2/~0,7 3,0! 4,2 7,1! 6,6 7,10 10,8",
    "t": "~3,0 3,8 5,10 8,9;0,3 7,3/~0,7 3,4 4,0! 3,8 5,10 9,8;1,3 8,3",
    "u": "~0,0 0,7 2,10 5,9 7,5;7,0 7,10/~0,4 2,0! 1,8 4,10 7,5 7,0! 7,8 9,10 11,8",
    "v": "0,0 4,10 8,0/~0,1 1,0 4,10! 6,3 7,0 10,1",
    "w": "0,0 3,10 5,2 8,10 10,0/~0,0 1,8 3,10 5,8 5,3! 6,9 8,10 10,5 10,0 12,1",
    "x": "0,0 8,10;8,0 0,10/~0,1 2,0 4,5 6,10 8,9;~8,0 4,5 0,10",
    "ä": "~7,4 3,3 0,6 2,10 5,9 7,4! 7,8 9,10;2,0 2,1;6,0 6,1",
    "ü": "~0,3 0,8 3,10 6,8 7,3! 7,10;2,0 2,1;6,0 6,1",
    "æ": "~0,4 3,2 5,5 5,9 2,10 0,8 2,6 9,6! 9,3 6,2 5,6 6,10 10,8",
    "Г": "0,10 0,0 7,0 7,2",
    "Д": "2,8 3,0 8,0 8,8;0,10 0,8 10,8 10,10",
    "Ж": "5,0 5,10;0,0 10,10;10,0 0,10",
    "И": "0,0 0,10 7,0 7,10",
    "Л": "~0,10 2,8 3,0! 8,0! 8,10",
    "П": "0,10 0,0 8,0 8,10",
    "Ц": "0,0 0,9 7,9 7,0;7,9 9,9 9,11",
    "Ш": "0,0 0,10 10,10 10,0;5,0 5,10",
    "Я": "7,10 7,0;~7,0 2,0 0,2 2,5 7,5;3,5 0,10",
    "α": "~10,0 6,7 3,10 0,5 3,0 6,3 10,10",  # noqa: RUF001
    "Δ": "0,10 5,0 10,10 0,10",
    "ε": "~7,1 3,0 1,2 4,5! 0,7 2,10 7,9",
    "λ": "~0,1 2,0 5,5 8,10;4,4 0,10",
    "μ": "0,0 0,13;~0,5 2,9 5,8 7,4;7,0 7,10",
    "π": "~0,2 2,0 10,0;3,0 2,10;~7,0 7,8 9,10",
    "Σ": "8,1 8,0 0,0 5,5 0,10 8,10 8,9",
    "Ψ": "5,0 5,10;~0,0 1,5 5,7 9,5 10,0",
    "ω": "~2,0 0,5 2,10 5,8 5,4! 6,8 9,10 11,5 9,0",
    "Ω": "~0,10 3,10! 0,5 2,1 5,0 8,1 10,5 7,10! 10,10",
    "א": "0,0 9,10;8,0 7,4 5,5;2,3 1,6 2,10",
    "ש": "~0,1 1,7 4,10 9,7 10,0;5,0 3,9",
    "ת": "~1,0 7,0 9,3 9,10;~3,0 3,8 0,10",
    "大": "0,3 10,3;~5,0 4,5 0,10;~5,4 7,8 10,10",
    "木": "0,3 10,3;5,0 5,10;5,3 0,8;5,3 10,8",
    "田": "0,0 9,0 9,9 0,9 0,0;5,0 5,9;0,5 9,5",
    "中": "1,2 9,2 9,6 1,6 1,2;5,0 5,10",
    "山": "5,0 5,10;0,4 0,10 10,10 10,4",
    "土": "1,4 9,4;5,0 5,10;0,10 10,10",
    "人": "~5,0 4,5 0,10;~4,4 6,7 10,10",
    "小": "~5,0 5,9 3,8;~2,4 1,6 0,7;~8,4 9,5 10,7",
    "天": "1,0 9,0;0,4 10,4;~5,0 4,6 0,10;~5,4 7,8 10,10",
    "王": "1,0 9,0;1,5 9,5;0,10 10,10;5,0 5,10",
    "火": "~5,0 4,6 0,10;5,5 10,10;1,3 2,5;9,2 7,5",
    "米": "0,5 10,5;5,0 5,10;2,1 4,4;8,1 6,4;5,5 1,10;5,5 9,10",
    "+": "0,5 10,5;5,0 5,10",
    "×": "0,0 9,9;9,0 0,9",  # noqa: RUF001
    "÷": "0,5 10,5;5,1 5,2;5,8 5,9",
    "=": "0,0 10,0;0,5 10,5",
    "≠": "0,3 10,3;0,7 10,7;8,0 2,10",
    "?": "~0,2 2,0 5,0 6,2 4,4 3,7;3,9 3,10",
    "&": "~7,1 4,1 2,3 5,5! 1,6 1,9 4,10 8,8;5,-1 5,1;5,10 5,12",
    "%": "9,0 1,10;~2,0 0,2 2,4 4,2 2,0;~8,6 6,8 8,10 10,8 8,6",
    "#": "3,0 2,10;7,0 6,10;0,3 9,3;0,7 9,7",
    "@": "~7,4 5,3 3,5 4,7 6,6 7,3! 7,7 9,7 10,4 8,1 4,0 1,3 0,6 3,10 8,9",
    "*": "5,0 5,10;1,2 9,8;9,2 1,8",
    "€": "~8,2 5,0 2,2 1,5 2,8 5,10 8,8;0,4 6,4;0,6 6,6",
    "√": "0,6 1,5 3,10 5,0 12,0",
    "<": "9,0 0,4 9,8",
    "~": "~0,3 2,0 5,2 8,4 10,1",
    ":": "0,0 1,1;0,9 1,10",
    "…": "0,0 0,1;5,0 5,1;10,0 10,1",
    "✓": "0,6 3,10 9,0/~0,6 2,7 3,10! 6,4 10,0",
    "→": "0,4 10,4;7,0 10,4 7,8",
    "←": "0,4 10,4;3,0 0,4 3,8",
    "↑": "4,0 4,10;0,4 4,0 8,4",
    "↓": "4,0 4,10;0,6 4,10 8,6",
}


def letter_strokes(rng: np.random.Generator) -> tuple[str, list[Stroke]]:
    """Draw a letter or sign: its character and its strokes, float32 (n, 2) of x, y about a unit box, y downward."""
    # The Latin letters come first in the table and are drawn twice as often: they are what people write.
    letters = list(FORMS)
    weights = np.array([2.0 if letter.isascii() and letter.isalpha() else 1.0 for letter in letters])
    character = letters[int(rng.choice(len(letters), p=weights / weights.sum()))]
    forms = FORMS[character].split("/")
    strokes = [parse_stroke(text, rng) for text in forms[rng.integers(len(forms))].split(";")]
    stretch = np.exp(rng.uniform(-MAX_LOG_STRETCH, MAX_LOG_STRETCH))
    return character, [stroke * np.array([stretch, 1.0], np.float32) for stroke in strokes]


def parse_stroke(text: str, rng: np.random.Generator) -> Stroke:
    """Turn one stroke of the table into points float32 (n, 2) in a unit box, each control point a little displaced."""
    words = text.lstrip("~").split()
    places = np.array([[float(part) for part in word.rstrip("!").split(",")] for word in words]) / 10
    points = (places + rng.normal(0.0, WOBBLE, places.shape)).astype(np.float32)
    if not text.startswith("~"):
        return points
    corners = [0, *(index for index, word in enumerate(words) if word.endswith("!")), len(words) - 1]
    return np.concatenate([draw_curve(points[a : b + 1]) for a, b in pairwise(corners) if a < b])


def draw_curve(points: npt.NDArray[np.floating[Any]], steps: int = STEPS) -> Stroke:
    """Lay a smooth (Catmull-Rom) curve through points (n, 2): float32 ((n - 1) * steps + 1, 2)."""
    # Mirrored neighbours beyond the ends give the curve a direction there.
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    before, start, end, after = (padded[i : len(padded) - 3 + i, np.newaxis] for i in range(4))
    t = np.linspace(0.0, 1.0, steps, endpoint=False, dtype=np.float32)[:, np.newaxis]
    curve: npt.NDArray[np.floating[Any]] = start + t / 2 * (
        end - before + t * (2 * before - 5 * start + 4 * end - after + t * (3 * (start - end) + after - before))
    )
    return np.concatenate([curve.reshape(-1, 2), points[-1:]]).astype(np.float32)
