"""Drawing boards and paint programs: flat grounds of any size and shade, ink anywhere, to the border and beyond."""

from __future__ import annotations

from math import ceil

import cv2
import numpy as np

from model.simulate.noise import (
    Field,
    Matrix,
    Shape,
    compress,
    digit_height,
    grow_owner,
    keep_visible,
    log_uniform,
    make_scene,
    place,
    readable_scale,
    resize_owner,
    stroke_width,
    to_grey,
)
from model.simulate.scene import Coverage, Grey, Ink, Owner, Scene

# A digit's height in pixels: boards in web pages are 200 to 600 px.
DIGIT_HEIGHTS = 24.0, 280.0
MAX_SIDE = 512.0
# A digit's share of the board's height where the board is no tight crop.
DIGIT_SHARES = 1 / 6, 0.9
ASPECTS = (1.0, 1.0, 1.0, 4 / 3, 3 / 4, 16 / 9, 2.0, 0.6)
TIGHT_SHARE = 0.2
# Margins of a tight crop in widths of the stroke: a negative one cuts ink.
TIGHT_MARGINS = -0.35, 1.0
STRETCH_SHARE = 0.1
STRETCHES = 0.6, 1.7
# Pens without anti-aliasing, palettes of a few levels, and pixels drawn on a coarse board that is shown enlarged.
BILEVEL_SHARE = 0.25
PALETTE_SHARE = 0.1
BLOCKY_SHARE = 0.06
BLACK_ON_WHITE, WHITE_ON_BLACK = 0.4, 0.22
MIN_CONTRAST, FAINT_CONTRAST = 40, 80
FAINT_SHARE = 0.15
FRAME_SHARE, GRID_SHARE = 0.12, 0.08
# Boards' grids are lighter than what is drawn: parts of the ink's contrast.
GRID_CONTRASTS = 0.05, 0.25
JPEG_SHARE = 0.15
# Small pictures, as programs send that expect MNIST's size; never so small that a digit or stroke is lost.
SMALL_SHARE = 0.2
SMALL_SIDES = 16, 40
SMALL_DIGIT, SMALL_STROKE = 11.0, 1.2


def lay_on_board(ink: Ink, rng: np.random.Generator) -> Scene:
    """Draw `ink` on a board of up to 512 px: the picture as a browser or a paint program would save it."""
    matrix, shape, tight = arrange(ink, rng)
    laid = place(ink, matrix, shape)
    coverage = limit_levels(laid.coverage, rng)
    # Coarse pixels reach beyond the ink that they show, by at most its stroke's width.
    reach = 2 * ceil(stroke_width(laid.coverage)) + 1
    owner = keep_visible(grow_owner(laid.owner, reach, reach), coverage)
    ground, pen = draw_levels(rng)
    levels = np.full(shape, ground, dtype=np.float32)
    if not tight:
        draw_furniture(levels, pen, rng)
    grey = to_grey(levels + (pen - levels) * coverage)
    grey, owner = make_small(grey, owner, laid, rng)
    if rng.random() < JPEG_SHARE:
        # Blocks of 8 px are as large as a small picture's strokes: those need a better quality.
        grey = compress(grey, int(rng.integers(40 if min(grey.shape) > 60 else 70, 96)))
    return make_scene(grey, owner, ink)


def arrange(ink: Ink, rng: np.random.Generator) -> tuple[Matrix, Shape, bool]:
    """Draw where the ink lies: its matrix (3, 3), the board's (height, width), and whether it is cropped tightly."""
    scale = readable_scale(ink, log_uniform(*DIGIT_HEIGHTS, rng) / digit_height(ink))
    stretch = log_uniform(*STRETCHES, rng) if rng.random() < STRETCH_SHARE else 1.0
    inked = np.array(ink.coverage.shape[::-1]) * [np.sqrt(stretch), np.sqrt(1 / stretch)]
    scale = min(scale, 0.98 * MAX_SIDE / float(inked.max()))
    scales = np.array([np.sqrt(stretch), np.sqrt(1 / stretch)]) * scale
    inked *= scale
    tight = bool(rng.random() < TIGHT_SHARE)
    if tight:
        # Every third side is cut exactly at the ink, as programs do it.
        margins = np.where(rng.random(4) < 1 / 3, 0.0, rng.uniform(*TIGHT_MARGINS, 4)) * stroke_width(ink.coverage)
        start, size = margins[:2] * scale, inked + (margins[:2] + margins[2:]) * scale
    else:
        side = digit_height(ink) * scale / log_uniform(*DIGIT_SHARES, rng)
        size = np.maximum(np.minimum([side * rng.choice(ASPECTS), side], MAX_SIDE), inked * 1.03)
        # Most people write near the middle, some anywhere.
        part = rng.normal(0.5, 0.12, 2) if rng.random() < 0.6 else rng.random(2)
        start = (size - inked) * np.clip(part, 0.0, 1.0)
    matrix = np.diag([*scales, 1.0])
    matrix[:2, 2] = start + scales / 2 - 0.5
    return matrix, (max(4, round(size[1])), max(4, round(size[0]))), tight


def limit_levels(coverage: Coverage, rng: np.random.Generator) -> Coverage:
    """Leave coverage (height, width) smooth, or round it to 2 to 5 levels, or make it blocky."""
    width = stroke_width(coverage)
    kind = rng.random()
    # Rounding takes from strokes thinner than two pixels what a reader needs.
    if width < 2 or kind > BILEVEL_SHARE + PALETTE_SHARE + BLOCKY_SHARE:
        return coverage
    if kind > BILEVEL_SHARE + PALETTE_SHARE:
        coarse = max(1.0, width * rng.uniform(0.5, 0.9))
        size = max(1, round(coverage.shape[1] / coarse)), max(1, round(coverage.shape[0] / coarse))
        cells = cv2.resize(coverage, size, interpolation=cv2.INTER_AREA)
        shown = cv2.resize(cells, coverage.shape[::-1], interpolation=cv2.INTER_NEAREST)
        return np.asarray(shown, dtype=np.float32)
    steps = 1 if kind < BILEVEL_SHARE else int(rng.integers(2, 5))
    most = max(float(coverage.max()), 1e-3)
    return np.asarray(np.rint(coverage / most * steps) / steps * most, dtype=np.float32)


def draw_levels(rng: np.random.Generator) -> tuple[float, float]:
    """Draw the grey levels of the ground and of the pen, at least 40 apart."""
    kind = rng.random()
    if kind < BLACK_ON_WHITE:
        return 255.0, float(rng.integers(0, 90)) * float(rng.random() < 1 / 3)
    if kind < BLACK_ON_WHITE + WHITE_ON_BLACK:
        return float(rng.integers(0, 60)) * float(rng.random() < 1 / 3), 255.0
    faint = rng.random() < FAINT_SHARE / (1 - BLACK_ON_WHITE - WHITE_ON_BLACK)
    contrast = float(rng.integers(MIN_CONTRAST, FAINT_CONTRAST) if faint else rng.integers(FAINT_CONTRAST, 256))
    darker = float(rng.integers(0, 256 - int(contrast)))
    return (darker + contrast, darker) if rng.random() < 0.6 else (darker, darker + contrast)


def draw_furniture(levels: Field, pen: float, rng: np.random.Generator) -> None:
    """Draw, in place, what boards show themselves: sometimes a frame near the border, sometimes a light grid."""
    height, width = levels.shape
    ground = float(levels[0, 0])
    if rng.random() < GRID_SHARE:
        level = ground + (pen - ground) * rng.uniform(*GRID_CONTRASTS)
        step = int(rng.integers(8, max(9, min(height, width) // 3)))
        levels[int(rng.integers(step)) :: step] = level
        levels[:, int(rng.integers(step)) :: step] = level
    if rng.random() < FRAME_SHARE:
        # Frames are thin beside the board, or small boards would be all frame.
        most = max(1, min(height, width) // 40)
        inset, thick = int(rng.integers(0, most + 1)), int(rng.integers(1, min(3, most) + 1))
        level = ground + (pen - ground) * rng.uniform(0.2, 1.0)
        cv2.rectangle(levels, (inset, inset), (width - 1 - inset, height - 1 - inset), level, thick)


def make_small(grey: Grey, owner: Owner, laid: Ink, rng: np.random.Generator) -> tuple[Grey, Owner]:
    """Resize some pictures to 16 to 40 px, by area, nearest neighbours or bicubically."""
    side = int(rng.integers(SMALL_SIDES[0], SMALL_SIDES[1] + 1))
    way = int(rng.choice([cv2.INTER_AREA, cv2.INTER_NEAREST, cv2.INTER_CUBIC]))
    factor = side / max(grey.shape)
    if rng.random() > SMALL_SHARE or factor > 1 or digit_height(laid) * factor < SMALL_DIGIT:
        return grey, owner
    # Nearest and bicubic resizing skip pixels, and with them strokes that get thinner than one.
    if stroke_width(laid.coverage) * factor < SMALL_STROKE:
        way = cv2.INTER_AREA
    shape = max(4, round(grey.shape[0] * factor)), max(4, round(grey.shape[1] * factor))
    small = np.asarray(cv2.resize(grey, shape[::-1], interpolation=way), dtype=np.uint8)
    return small, resize_owner(owner, shape)
