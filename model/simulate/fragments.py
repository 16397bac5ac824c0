"""Non-digits made of digits: pieces, mirror images, digits lying down or shuffled.

A network that has seen only whole digits gives all of these a confident digit.
"""

from __future__ import annotations

import cv2
import numpy as np

from model.simulate.scene import Coverage, Ink
from model.simulate.tiles import crop_ink

# What may be cut from a digit and is no digit: (side, least share, largest share). A third of a loop is an arch, the
# middle of an 8 an x, the foot of a 2 an angle. Not in the table, as the rest may be read as a digit: any piece of 1
# (a 1); left or right halves (of 0, 2, 5, 6, 9 an arc or hook, read as 1; of 4 its stem, a 1; of 3 and 8 a 3); the
# upper half of 2 and 3 (a 7); the top of 4 (a 1 with a flag, or 11) and its foot (a 1); the lower half of 5 (a 3); the
# upper half of 6 and the lower one of 9 (a 1); whole loops of 6, 8, 9 (an 0); the leg of 7 (a 1) and its top (a 7).
CUTS: dict[int, tuple[tuple[str, float, float], ...]] = {
    0: (("top", 0.3, 0.5), ("bottom", 0.3, 0.5)),
    2: (("bottom", 0.28, 0.36), ("top", 0.2, 0.28)),
    3: (("top", 0.2, 0.3), ("bottom", 0.2, 0.3)),
    5: (("top", 0.3, 0.4), ("bottom", 0.25, 0.35)),
    6: (("bottom", 0.18, 0.25),),
    8: (("top", 0.18, 0.26), ("bottom", 0.18, 0.26), ("middle", 0.3, 0.4)),
    9: (("top", 0.15, 0.22),),
}
# Which turned digits are none. Left out, seen on hands that lean: 0, 1 and 8 mirrored or on their heads (themselves);
# 2 and 5 mirrored (each other), on their heads (themselves) and lying (still read); 3 on its head (a 5); 4 mirrored (a
# y, a 9), turned left and on its head (a 4) and right (with a thick pen a Z); 6 and 9 turned over (each other); 6
# mirrored (a 2 with a loop); 7 turned left (a 1 with a flag), right (barred, a 4) and on its head (with a hook, a 6).
# A 1 lying down is a dash.
TURNS: dict[int, tuple[str, ...]] = {
    1: ("right",),
    3: ("left", "right", "mirror"),
    7: ("mirror",),
    9: ("mirror",),
}
# Digits whose four quarters, each put in the opposite corner, make no digit: of 0 they close to a ring again, of 1, 4
# and 7 a line stays.
SHUFFLED = frozenset({2, 3, 5, 6, 8, 9})
# A piece higher than this many times its width may be read as a 1.
MAX_UPRIGHT = 2.0
# Of a piece's ink at least this share of its box: less is a speck.
LEAST_INK = 0.02
# How often a digit is changed in vain before another one must be taken.
ATTEMPTS = 8


def make_fragment(digit: Ink, rng: np.random.Generator) -> Coverage | None:
    """Make a non-digit of a single digit: float32 (height, width), cut close; None if all that was tried might be read.

    Two digits side by side are not made here: where they do not touch each one is found and read, rightly. Pairs that
    touch come from lines.
    """
    for _ in range(ATTEMPTS):
        piece = _change(digit.labels[0], digit.coverage, rng)
        if piece is not None and is_safe(piece):
            return crop_ink(piece)
    return None


def _change(label: int, coverage: Coverage, rng: np.random.Generator) -> Coverage | None:
    """Cut, turn or shuffle a digit by lot; None if the tables do not have it, or a whole loop is left."""
    kind = rng.integers(3)
    if kind == 0 and label in CUTS:
        piece = cut_digit(coverage, CUTS[label][rng.integers(len(CUTS[label]))], rng)
        # A hand's small loop may have been cut out whole: an 0.
        return None if has_loop(piece) else piece
    if kind == 1 and label in TURNS:
        return turn_digit(coverage, TURNS[label][rng.integers(len(TURNS[label]))])
    return shuffle_digit(coverage, rng) if kind == 2 and label in SHUFFLED else None


def is_safe(piece: Coverage) -> bool:
    """Say whether a piece is neither so upright that it is a 1 nor a speck."""
    if piece.mean() <= LEAST_INK:
        return False
    height, width = crop_ink(piece).shape
    return bool(min(height, width) > 1 and height < MAX_UPRIGHT * width)


def has_loop(piece: Coverage) -> bool:
    """Say whether ink encloses bare paper."""
    bare = np.pad(piece < 0.5, 1, constant_values=True).astype(np.uint8)
    return cv2.connectedComponents(bare, connectivity=4)[0] > 2


def cut_digit(coverage: Coverage, cut: tuple[str, float, float], rng: np.random.Generator) -> Coverage:
    """Keep a share of a digit (height, width) at one side, or in its middle; the border is sharp, as a crop's is.

    What is left is not cut close yet.
    """
    side, least, largest = cut
    share = rng.uniform(least, largest)
    height = coverage.shape[0]
    rows = max(1, round(share * height))
    pieces = {
        "top": coverage[:rows],
        "bottom": coverage[-rows:],
        "middle": coverage[(height - rows) // 2 : (height + rows) // 2],
    }
    return pieces[side]


def turn_digit(coverage: Coverage, turn: str) -> Coverage:
    """Turn a digit by a quarter to the left or right, or mirror it left to right."""
    turns = {
        "left": np.rot90(coverage),
        "right": np.rot90(coverage, -1),
        "mirror": coverage[:, ::-1],
    }
    return np.ascontiguousarray(turns[turn])


def shuffle_digit(coverage: Coverage, rng: np.random.Generator) -> Coverage:
    """Cut a digit into four about its middle, and put each quarter in the opposite corner."""
    down, right = (round(rng.uniform(0.4, 0.6) * side) for side in coverage.shape)
    rolled: Coverage = np.roll(coverage, (down, right), axis=(0, 1))
    return rolled
