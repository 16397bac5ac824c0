"""Digits as people draw them on a web page's board: real strokes at their own size, with whatever pen it has.

Other makers choose a pen that leaves a digit's loops open. A board has one pen, and people draw small with it too, so
that a 4 fills and a 9 shuts: those must be read as well.
"""

from __future__ import annotations

import numpy as np

from model.simulate.digits import RESTRAINED, RESTRAINED_FREEDOM
from model.simulate.hands import vary_strokes
from model.simulate.noise import log_uniform
from model.simulate.pens import draw_ink
from model.simulate.scene import Ink, Scene, find_boxes, ink_of_digit
from model.simulate.strokes import StrokeDigit

BOARD_SIDE = 500
# Pens in pixels, each doubling equally likely: from a hairline to half as wide again as the first Numberfigure's.
THINNEST, THICKEST = 1.5, 60.0
# Digits are drawn between these shares of the size at which the strokes were written.
SMALLEST, LARGEST = 0.7, 1.6
# The share of digits that are drawn as they were written.
AS_WRITTEN = 0.4
# How much the others are varied, of what hands can do.
FREEDOM = 0.6


def draw_on_board(digit: StrokeDigit, rng: np.random.Generator) -> Scene:
    """Draw a digit black on a white board of 500x500 pixels, anywhere, with a round pen."""
    points = np.concatenate(digit.strokes)
    side = float(np.ptp(points, axis=0).max()) * log_uniform(SMALLEST, LARGEST, rng)
    pen = log_uniform(THINNEST, THICKEST, rng)
    strokes = digit.strokes
    if rng.random() >= AS_WRITTEN:
        strokes = vary_strokes(strokes, rng, FREEDOM * (RESTRAINED_FREEDOM if digit.label in RESTRAINED else 1.0))
    height = np.clip(side, 40.0, 0.9 * BOARD_SIDE - pen)
    return _place(ink_of_digit(draw_ink(strokes, float(height), pen, "round", rng), digit.label), rng)


def _place(ink: Ink, rng: np.random.Generator) -> Scene:
    height, width = (min(side, BOARD_SIDE) for side in ink.coverage.shape)
    top, left = (int(rng.integers(BOARD_SIDE - side + 1)) for side in (height, width))
    place = np.s_[top : top + height, left : left + width]
    grey = np.full((BOARD_SIDE, BOARD_SIDE), 255, np.uint8)
    owner = np.zeros((BOARD_SIDE, BOARD_SIDE), np.uint8)
    grey[place] = np.rint(255.0 * (1.0 - ink.coverage[:height, :width]))
    owner[place] = ink.owner[:height, :width]
    return Scene(grey, ink.labels, ink.lines, find_boxes(owner, 1), owner)
