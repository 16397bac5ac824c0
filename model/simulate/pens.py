"""Strokes as different pens ink them: round, chisel, pressed, grainy, broken, without anti-aliasing, hollow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, get_args

import cv2
import numpy as np
import numpy.typing as npt

from model.simulate.hands import resample
from model.simulate.scene import Coverage
from model.simulate.strokes import SMALLEST_SPAN, Stroke, Strokes

Canvas = npt.NDArray[np.uint8]
Pen = Literal["round", "chisel", "pressure", "pencil", "dotted", "dashed", "aliased", "hollow"]
PENS: tuple[Pen, ...] = get_args(Pen)
# Mostly what people have at hand; dots, dashes and outlines are what drawing programs offer for fun.
PEN_SHARES = (0.44, 0.1, 0.15, 0.11, 0.03, 0.03, 0.11, 0.03)
# Drawn this high without anti-aliasing and then shrunk, which is faster and truer in width than OpenCV's own.
CANVAS_HEIGHT, LEAST_FINER, MOST_FINER = 400, 2, 8
# A digit wider than this many times its height is measured by its width.
FLAT = 1.5
# Coordinates go to OpenCV in sixteenths of a pixel.
SHIFT = 4


def draw_pen(rng: np.random.Generator) -> Pen:
    """Draw which pen someone takes."""
    return PENS[int(rng.choice(len(PENS), p=PEN_SHARES))]


def draw_ink(
    strokes: Sequence[Stroke], height: float, pen_width: float, pen: Pen, rng: np.random.Generator
) -> Coverage:
    """Return the ink of strokes (n, 2), in any unit, as coverage float32 (rows, columns) from 0 to 1, cropped close.

    The strokes' middle lines come to be `height` pixels high, or wide where they are flat; `pen_width` is in pixels.
    Raises ValueError for a pen that does not exist and for strokes without points.
    """
    if pen not in PENS:
        raise ValueError(f"there is no pen {pen!r}")
    strokes = [stroke for stroke in strokes if len(stroke)]
    if not strokes or height <= 0 or pen_width <= 0:
        raise ValueError("ink needs strokes, a height and a pen width above 0")
    finer = 1 if pen == "aliased" else int(np.clip(round(CANVAS_HEIGHT / height), LEAST_FINER, MOST_FINER))
    width = pen_width * finer
    canvas, paths = place_strokes(strokes, height * finer, width / 2 + 3 * finer, finer, rng.uniform(0, finer, 2))
    DRAWERS.get(pen, _draw_plain)(canvas, paths, width, height * finer, rng)
    if finer > 1:
        size = (canvas.shape[1] // finer, canvas.shape[0] // finer)
        canvas = np.asarray(cv2.resize(canvas, size, interpolation=cv2.INTER_AREA), np.uint8)
    left, top, columns, rows = cv2.boundingRect(canvas)
    coverage = canvas[top : top + rows, left : left + columns].astype(np.float32) / np.float32(255)
    return _add_grain(coverage, pen_width, rng) if pen == "pencil" else coverage


def place_strokes(
    strokes: Sequence[Stroke], height: float, margin: float, finer: int, offset: npt.NDArray[np.float64]
) -> tuple[Canvas, Strokes]:
    """Return an empty canvas, its sides divisible by `finer`, and the strokes in its pixels."""
    points = np.concatenate(strokes)
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    scale = height / max(span[1] if span[0] <= FLAT * span[1] else span[0], SMALLEST_SPAN)
    shift = (margin + offset - low * scale).astype(np.float32)
    columns, rows = (-(-np.ceil(span * scale + 2 * margin + finer) // finer) * finer).astype(int)
    return np.zeros((rows, columns), np.uint8), tuple(stroke * np.float32(scale) + shift for stroke in strokes)


def _draw_plain(canvas: Canvas, paths: Strokes, width: float, _height: float, _rng: np.random.Generator) -> None:
    draw_round(canvas, paths, width)


def draw_round(canvas: Canvas, paths: Strokes, width: float, ink: int = 255) -> None:
    """Draw paths of one width with round ends."""
    thickness = int(_fit_thickness(width))
    for path in paths:
        # A lone point is drawn as a line that ends where it starts.
        nodes = _fix(path if len(path) > 1 else np.repeat(path, 2, axis=0))
        cv2.polylines(canvas, [nodes], False, (ink,), thickness, cv2.LINE_8, SHIFT)


def _draw_chisel(canvas: Canvas, paths: Strokes, width: float, _height: float, rng: np.random.Generator) -> None:
    """Draw with a flat tip held at one angle: wide across it, thin along it."""
    angle, thin = rng.uniform(0, np.pi), rng.uniform(0.25, 0.6) * width
    reach = np.array([np.cos(angle), np.sin(angle)], np.float32) * np.float32((width - thin) / 2)
    for path in paths:
        # Drawn round with its thin side, a tip along its edge covers what lies between two edges of the sweep.
        draw_round(canvas, (path - reach, path, path + reach), thin)
        corners = np.stack((path[:-1] - reach, path[:-1] + reach, path[1:] + reach, path[1:] - reach), axis=1)
        for corner in _fix(corners):
            cv2.fillConvexPoly(canvas, corner, (255,), cv2.LINE_8, SHIFT)
        draw_round(canvas, (np.stack((path[0] - reach, path[0] + reach)),), thin)
        draw_round(canvas, (np.stack((path[-1] - reach, path[-1] + reach)),), thin)


def _draw_pressed(canvas: Canvas, paths: Strokes, width: float, height: float, rng: np.random.Generator) -> None:
    """Draw with a width that follows the pressure: slow waves along each stroke, and lighter ends."""
    depth, fade = rng.uniform(0.2, 0.6), rng.uniform(0.02, 0.2) * height
    for path in paths:
        dense = resample(path, max(0.04 * height, 2.0))
        along = np.arange(len(dense)) * 0.04
        waves = np.sin(2 * np.pi * (along * rng.uniform(0.5, 2) + rng.random()))
        end = np.minimum(along, along[::-1]) * height
        pressure = (1 - depth * (0.5 + 0.5 * waves)) * np.clip(0.4 + end / fade, 0.4, 1)
        thickness = _fit_thickness(width * pressure).tolist()
        nodes = _fix(dense).tolist()
        for start, stop, thick in zip(nodes, nodes[1:] or nodes, thickness, strict=False):
            cv2.line(canvas, start, stop, (255,), thick, cv2.LINE_8, SHIFT)


def _draw_dotted(canvas: Canvas, paths: Strokes, width: float, height: float, rng: np.random.Generator) -> None:
    """Draw dots; the gaps between them are at most a twenty-fifth of the height."""
    step = width + max(rng.uniform(-0.1, 0.6) * min(width, 0.07 * height), 0)
    for path in paths:
        for centre in _fix(resample(path, step)).tolist():
            cv2.circle(canvas, centre, round(width * 2 ** (SHIFT - 1)), (255,), cv2.FILLED, cv2.LINE_8, SHIFT)


def _draw_dashed(canvas: Canvas, paths: Strokes, width: float, height: float, rng: np.random.Generator) -> None:
    """Draw dashes two to five gaps long; round ends take the pen's width off each gap."""
    gap, ratio = rng.uniform(0.02, 0.06) * height, int(rng.integers(2, 6))
    tick = max((gap + width) / 3, 1.0)
    for path in paths:
        dense = resample(path, tick)
        for start in range(0, len(dense), 3 + 3 * ratio):
            draw_round(canvas, (dense[start : start + 3 * ratio + 1],), width)


def _draw_hollow(canvas: Canvas, paths: Strokes, width: float, height: float, _rng: np.random.Generator) -> None:
    """Draw the outline only, where the pen is wide enough to leave an inside."""
    draw_round(canvas, paths, width)
    line = max(0.18 * width, 0.012 * height, CANVAS_HEIGHT / 80)
    if width > 4 * line:
        draw_round(canvas, paths, width - 2 * line, ink=0)


DRAWERS: dict[Pen, Callable[[Canvas, Strokes, float, float, np.random.Generator], None]] = {
    "chisel": _draw_chisel,
    "pressure": _draw_pressed,
    "dotted": _draw_dotted,
    "dashed": _draw_dashed,
    "hollow": _draw_hollow,
}


def _add_grain(coverage: Coverage, pen_width: float, rng: np.random.Generator) -> Coverage:
    """Return coverage as graphite leaves it: paler, rough with the paper's grain, with small gaps."""
    grain = rng.random(coverage.shape, np.float32)
    if pen_width > 2.5:
        # On wider lines the grain is coarser than a pixel; averaging makes it fainter, so it is stretched again.
        grain = (np.asarray(cv2.blur(grain, (2, 2)), np.float32) - 0.5) * 2 + 0.5
    pale, rough, gaps = rng.uniform(0.55, 0.95), rng.uniform(0.2, 0.8), rng.uniform(0.0, 0.12)
    tooth = np.clip((grain - np.float32(gaps)) * 4, 0, 1) * (1 - rough * np.clip(grain, 0, 1))
    return np.asarray(coverage * np.float32(pale) * tooth, np.float32)


def _fit_thickness(width: float | npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return what OpenCV has to be told for lines of a width: it draws an even thickness one pixel wider."""
    fitted: npt.NDArray[np.int64] = np.maximum(2 * np.rint((np.asarray(width) - 1) / 2), 1).astype(np.int64)
    return fitted


def _fix(points: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """Return points in OpenCV's fixed-point form."""
    fixed: npt.NDArray[np.int32] = np.rint(points * 2**SHIFT).astype(np.int32)
    return fixed
