"""Digits as collections keep them: cut out of forms and brought into a small square, often stretched to fill it."""

from __future__ import annotations

from math import ceil

import cv2
import numpy as np

from model.simulate.boards import draw_levels
from model.simulate.noise import (
    MIN_STROKE,
    Shape,
    keep_visible,
    log_uniform,
    make_scene,
    resize_owner,
    stroke_width,
    to_grey,
)
from model.simulate.scene import Coverage, Ink, Scene

# With grey levels a stroke may be thinner than a pixel; two levels need one of MIN_STROKE.
LEAST_STROKE = 0.7
# The square's side in pixels, and how many times it is enlarged at most, for those who want to see something.
SIDES, LARGEST = (8.0, 40.0), 8
ENLARGED_SHARE = 0.3
# How often a digit fills the square, and how often it is stretched a part of the way; others keep their proportions.
FILLED_SHARE, STRETCHED_SHARE = 0.6, 0.25
# What covers more of its box than this is a bar: stretched, it would be a blot.
SOLID = 0.6
# How often there are two levels, and the share of ink from which a pixel has the darker one; or a few levels.
BILEVEL_SHARE, BILEVELS = 0.45, (0.35, 0.6)
PALETTE_SHARE, LEVELS = 0.2, (4, 17)
MARGIN_SHARE, MARGINS = 0.4, 3


def lay_in_square(ink: Ink, rng: np.random.Generator) -> Scene:
    """Bring `ink` into a square of 8 to 40 pixels, or that enlarged: a picture as in a collection of digits."""
    shape = _choose_shape(ink.coverage, rng)
    coverage = np.asarray(cv2.resize(ink.coverage, shape[::-1], interpolation=cv2.INTER_AREA), np.float32)
    if stroke_width(ink.coverage) * max(shape) >= MIN_STROKE * max(ink.coverage.shape):
        coverage = _limit_levels(coverage, rng)
    owner = keep_visible(resize_owner(ink.owner, shape), coverage)
    around = _draw_margins(shape, rng)
    coverage, owner = np.pad(coverage, around), np.pad(owner, around)
    ground, pen = draw_levels(rng)
    grey = to_grey(ground + (pen - ground) * coverage)
    if rng.random() < ENLARGED_SHARE:
        times = int(rng.integers(2, LARGEST + 1))
        way = int(rng.choice([cv2.INTER_NEAREST, cv2.INTER_CUBIC]))
        grey = np.asarray(cv2.resize(grey, None, fx=times, fy=times, interpolation=way), np.uint8)
        owner = np.kron(owner, np.ones((times, times), np.uint8))
    return make_scene(grey, owner, ink)


def _limit_levels(coverage: Coverage, rng: np.random.Generator) -> Coverage:
    """Round coverage (height, width) to two levels or to a few, or leave it as it is."""
    kind, most = rng.random(), max(float(coverage.max()), 1e-3)
    if kind < BILEVEL_SHARE:
        return (coverage >= rng.uniform(*BILEVELS) * most).astype(np.float32)
    if kind < BILEVEL_SHARE + PALETTE_SHARE:
        steps = int(rng.integers(*LEVELS)) - 1
        return np.asarray(np.rint(coverage / most * steps) / steps, np.float32)
    return coverage


def _choose_shape(coverage: Coverage, rng: np.random.Generator) -> Shape:
    """Return the height and width of the ink in its square, none less than a stroke needs to be seen."""
    height, width = coverage.shape
    kind = rng.random()
    stretch = 1.0 if kind < FILLED_SHARE else rng.random() if kind < FILLED_SHARE + STRETCHED_SHARE else 0.0
    if coverage.mean() > SOLID:
        stretch = 0.0
    aspect = (width / height) ** (1.0 - stretch)
    least = LEAST_STROKE / stroke_width(coverage) * max(height, width)
    side = max(log_uniform(*SIDES, rng), least)
    return max(2, round(side * min(1.0, 1.0 / aspect))), max(2, round(side * min(1.0, aspect)))


def _draw_margins(shape: Shape, rng: np.random.Generator) -> tuple[tuple[int, int], tuple[int, int]]:
    """Draw how many pixels are free above and below the ink, and left and right: what makes it a square, or none."""
    if rng.random() >= MARGIN_SHARE:
        return (0, 0), (0, 0)
    rows, columns = (max(shape) - side + 2 * int(rng.integers(MARGINS + 1)) for side in shape)
    return (rows // 2, ceil(rows / 2)), (columns // 2, ceil(columns / 2))
