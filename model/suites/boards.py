"""Pen strokes of the validation writers on boards: with thick and thin pens; and on boards of all kinds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

from model.simulate.boards import lay_on_board
from model.simulate.strokes import StrokeDigit
from model.suites.sources import SuiteSources
from model.suites.suite import Example, Suite, encode_png, make_rng

# The pen strokes' own box, and the board of the first Numberfigure.
BOARD_SIDE = 500
# Pens in pixels: the first Numberfigure's, and what paint programs draw with.
THICK_PEN, THIN_PENS = 40, (1, 2, 3, 4)
# Drawn so many times larger and then shrunk, which is truer in width than OpenCV's own anti-aliasing.
FINER = 5
# Each digit is laid on boards of all kinds about once.
ALL_KINDS = 2_000


def list_boards(sources: SuiteSources) -> Iterator[Suite]:
    """List the suites of boards, each writer's digit once on plain ones."""
    strokes = sources.strokes
    board = f"{BOARD_SIDE}x{BOARD_SIDE}"
    yield Suite(
        "boards/thick_pen",
        f"pen strokes with a {THICK_PEN} px pen on a {board} board",
        len(strokes),
        lambda index: draw_example(strokes[index], THICK_PEN),
    )
    yield Suite(
        "boards/thin_pens",
        f"the same with pens of {THIN_PENS[0]} to {THIN_PENS[-1]} px",
        len(strokes),
        lambda index: draw_example(strokes[index], THIN_PENS[index % len(THIN_PENS)]),
    )
    name = "boards/all_kinds"
    about = "pen strokes, varied, on simulated boards and in paint programs"
    yield Suite(name, about, ALL_KINDS, partial(_lay, name, sources))


def draw_example(digit: StrokeDigit, pen: int) -> Example:
    """Draw a digit where it was written, with a round pen of `pen` pixels."""
    return Example(encode_png(draw_board(digit, pen)), str(digit.label))


def draw_board(digit: StrokeDigit, pen: int) -> npt.NDArray[np.uint8]:
    """Draw a digit black on white, anti-aliased as a browser does: uint8 (500, 500)."""
    fine = np.full((FINER * BOARD_SIDE, FINER * BOARD_SIDE), 255, np.uint8)
    for stroke in digit.strokes:
        # A lone point is a line that ends where it starts.
        points = stroke if len(stroke) > 1 else np.repeat(stroke, 2, axis=0)
        # OpenCV draws an even thickness one pixel wider.
        cv2.polylines(fine, [np.rint(points * FINER).astype(np.int32)], False, (0,), FINER * pen - 1)
    return np.asarray(cv2.resize(fine, (BOARD_SIDE, BOARD_SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def _lay(name: str, sources: SuiteSources, index: int) -> Example:
    rng = make_rng(name, index)
    scene = lay_on_board(sources.digits.make_from("strokes", index % len(sources.strokes), rng), rng)
    return Example(encode_png(scene.grey), str(scene.labels[0]))
