"""Scans: flat-bed, fax, fields cropped from forms, and the tight, stretched tiles of old collections of digits."""

from __future__ import annotations

import cv2
import numpy as np

from model.simulate.noise import (
    Field,
    Matrix,
    Shape,
    blur,
    compress,
    digit_height,
    grow_owner,
    keep_visible,
    log_uniform,
    make_scene,
    place,
    readable_scale,
    resize_owner,
    smooth_noise,
    stroke_width,
    to_grey,
)
from model.simulate.papers import add_rulings
from model.simulate.scene import Coverage, Grey, Ink, Owner, Scene

# A digit's height in pixels; a line's digits must be read one by one and are at least `MIN_DIGIT` high.
DIGIT_HEIGHTS = 12.0, 60.0
MAX_SIDE = 512.0
ROTATION = 2.5
# How close the crop is: margins in heights of a digit. Tight crops have none, and ink touches all borders.
TIGHT_SHARE, CLOSE_SHARE = 0.35, 0.35
CLOSE_MARGINS, FIELD_MARGINS = (0.03, 0.4), (0.2, 1.5)
BILEVEL_SHARE, INVERTED_SHARE, JPEG_SHARE = 0.45, 0.35, 0.2
# Ink that runs or is lost: how far coverage's threshold lies from a half, and the blur before it in strokes' widths.
BLEEDS = -0.22, 0.2
BLEED_BLURS = 0.05, 0.2
PAPERS, DARKNESSES = (0.85, 1.0), (0.45, 1.0)
# Ragged edges of 1-bit scans: noise added to coverage before the threshold; specks: share of pixels.
RAGGED = 0.02, 0.16
SPECK_SHARE, SPECKS = 0.3, (0.0005, 0.004)
RESIDUE_SHARE, NEIGHBOUR_SHARE, TEXT_SHARE, DARK_BORDER_SHARE, RULED_SHARE = 0.25, 0.15, 0.12, 0.08, 0.15
# Old collections stretch each digit to the same tile. A one is never made wider than this, or it would be a block.
TILE_SHARE = 0.3
TILE_SIDES = (16, 16, 20, 28, 32)
TILE_DIGIT = 10.0
MAX_STRETCH = 1.7
TEXT = ("Name", "Date", "No.", "Total", "Amount", "Betrag", "Datum", "PLZ", "Code", "km")


def scan(ink: Ink, rng: np.random.Generator) -> Scene:
    """Scan `ink`: digits 12 to 60 px high on even paper, grey or 1-bit, either polarity."""
    matrix, shape = arrange(ink, rng)
    laid = place(ink, matrix, shape)
    stroke = stroke_width(laid.coverage)
    coverage = bleed(laid.coverage, stroke, rng)
    laid, roomy = crop(Ink(coverage, laid.owner, ink.labels, ink.lines), rng)
    coverage, owner = laid.coverage, keep_visible(grow_owner(laid.owner, 3, 3), laid.coverage)
    other = draw_other_ink(laid, roomy, stroke, rng)
    bilevel = bool(rng.random() < BILEVEL_SHARE) and stroke > 2
    if bilevel:
        ragged = rng.uniform(*RAGGED) * smooth_noise(coverage.shape, 1.5, rng)
        # Thin strokes would break at a half.
        threshold = (0.5 if stroke > 4 else 0.38) * max(float(coverage.max()), 0.2)
        ink_level = (np.maximum(coverage, other) + ragged > threshold).astype(np.float32)
        owner = keep_visible(owner, (coverage + ragged > threshold).astype(np.float32))
        levels: Field = 255 * (1 - sprinkle(ink_level, rng))
    else:
        paper: Field = np.full(coverage.shape, rng.uniform(*PAPERS), dtype=np.float32)
        if rng.random() < RULED_SHARE:
            paper = add_rulings(paper, digit_height(laid), rng)
        levels = 255 * paper * (1 - np.float32(rng.uniform(*DARKNESSES)) * np.maximum(coverage, other))
        levels += log_uniform(0.3, 4.0, rng) * smooth_noise(coverage.shape, 1, rng)
    grey = to_grey(levels)
    if len(ink.labels) <= 1 and rng.random() < TILE_SHARE:
        grey, owner = stretch(grey, owner, bilevel and rng.random() < 0.5, rng)
    if rng.random() < INVERTED_SHARE:
        grey = 255 - grey
    if rng.random() < JPEG_SHARE:
        grey = compress(grey, int(rng.integers(60, 96)))
    return make_scene(grey, owner, ink)


def arrange(ink: Ink, rng: np.random.Generator) -> tuple[Matrix, Shape]:
    """Draw the matrix (3, 3) of the ink, slightly turned, and a (height, width) that holds it and the most margin."""
    scale = readable_scale(ink, log_uniform(*DIGIT_HEIGHTS, rng) / digit_height(ink))
    size = np.array(ink.coverage.shape[::-1])
    scale = min(scale, MAX_SIDE / float(size.max()))
    angle = rng.normal(0, ROTATION)
    turn = np.vstack([cv2.getRotationMatrix2D((float(size[0]) / 2, float(size[1]) / 2), angle, scale), [0, 0, 1]])
    corners = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], dtype=np.float64)
    seen = cv2.perspectiveTransform(corners[np.newaxis], turn)[0]
    margin = digit_height(ink) * scale * FIELD_MARGINS[1] + 2
    turn[:2, 2] += margin - seen.min(axis=0)
    width, height = np.ceil(seen.max(axis=0) - seen.min(axis=0) + 2 * margin).astype(int).tolist()
    return turn, (height, width)


def bleed(coverage: Coverage, stroke: float, rng: np.random.Generator) -> Coverage:
    """Let ink (height, width) run into the paper or be lost at its edges, by a part of the stroke's width in pixels."""
    most = float(coverage.max())
    # Thin strokes would be lost, not made thinner.
    shift = float(rng.uniform(*BLEEDS)) if stroke > 3 else float(rng.uniform(BLEEDS[0], 0.0))
    spread = blur(coverage, stroke * float(rng.uniform(*BLEED_BLURS)))
    steep = rng.uniform(1.0, 2.5)
    run = most * np.clip((spread / max(most, 1e-3) - 0.5 - shift) * steep + 0.5, 0.0, 1.0)
    # Bare paper stays bare.
    return np.asarray(np.where(spread > 0.02, run, 0.0), dtype=np.float32)


def crop(ink: Ink, rng: np.random.Generator) -> tuple[Ink, bool]:
    """Cut the picture tightly, closely or with room about the ink; also say whether there is room on all sides."""
    seen = ink.coverage > 0.3 * max(float(ink.coverage.max()), 1e-3)
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if rows.size == 0:
        return ink, True
    kind = rng.random()
    margins = np.zeros(4, dtype=int)
    if kind > TIGHT_SHARE:
        parts = CLOSE_MARGINS if kind < TIGHT_SHARE + CLOSE_SHARE else FIELD_MARGINS
        margins = np.rint(rng.uniform(*parts, 4) * digit_height(ink)).astype(int)
    top, bottom = max(0, rows[0] - margins[0]), rows[-1] + 1 + margins[1]
    left, right = max(0, columns[0] - margins[2]), columns[-1] + 1 + margins[3]
    cut = np.s_[top:bottom, left:right]
    return Ink(ink.coverage[cut], ink.owner[cut], ink.labels, ink.lines), bool(margins.min() >= 3)


def draw_other_ink(ink: Ink, roomy: bool, stroke: float, rng: np.random.Generator) -> Field:
    """Draw what else a scan shows, as coverage float32 (height, width): never upon the ink's own strokes.

    A form's line at the border, part of a neighbouring digit, printed words, the scanner's dark border.
    """
    height, width = ink.coverage.shape
    other = np.zeros((height, width), dtype=np.float32)
    if rng.random() < RESIDUE_SHARE and min(height, width) > 14:
        # Where ink touches the border, a strong line could not be told from its strokes.
        strength, thick = rng.uniform(0.3, 1.0), int(rng.integers(1, 2 + min(height, width) // 24))
        if not roomy:
            strength, thick = 0.5 * strength, 1
        for side in rng.choice(4, int(rng.integers(1, 4)), replace=False):
            line = np.rot90(other, int(side))
            inset = int(rng.integers(0, 3)) if roomy else 0
            line[inset : inset + thick, :] = strength
    free = np.flatnonzero((ink.coverage > 0.1).any(axis=0))
    if roomy and free.size and rng.random() < NEIGHBOUR_SHARE:
        # The neighbour is the same hand's: the ink itself upside down, of which a quarter is seen.
        room = int(min(free[0] - stroke, 0.2 * height, 0.25 * (free[-1] - free[0])))
        if room > 1:
            other[:, :room] = np.maximum(other[:, :room], ink.coverage[::-1, free[-1] - room + 1 : free[-1] + 1])
    if roomy and rng.random() < TEXT_SHARE:
        size = max(0.25, height / rng.uniform(90, 160))
        words = np.zeros((height, width), dtype=np.uint8)
        at = int(rng.integers(-2, max(1, width // 2))), int(rng.choice([height - 2, round(22 * size) + 1]))
        cv2.putText(words, str(rng.choice(TEXT)), at, cv2.FONT_HERSHEY_SIMPLEX, size, 255, 1, cv2.LINE_AA)
        other = np.maximum(other, rng.uniform(0.2, 0.7) * words.astype(np.float32) / 255)
    if roomy and rng.random() < DARK_BORDER_SHARE:
        thick = int(rng.integers(1, 3 + height // 30))
        np.rot90(other, int(rng.integers(4)))[:thick] = rng.uniform(0.7, 1.0)
    near = cv2.dilate((ink.coverage > 0.1).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.where(near & roomy, 0.0, other).astype(np.float32)


def sprinkle(inked: Field, rng: np.random.Generator) -> Field:
    """Add to a 1-bit picture (height, width) of 0 and 1 the few specks that dust and bad thresholds leave."""
    if rng.random() > SPECK_SHARE:
        return inked
    count = 1 + int(inked.size * log_uniform(*SPECKS, rng))
    speckled = inked.copy()
    for y, x in zip(rng.integers(inked.shape[0], size=count), rng.integers(inked.shape[1], size=count), strict=True):
        height, width = rng.integers(1, 3, 2)
        speckled[y : y + height, x : x + width] = 1 - inked[y, x]
    return speckled


def stretch(grey: Grey, owner: Owner, bilevel: bool, rng: np.random.Generator) -> tuple[Grey, Owner]:
    """Stretch the picture (height, width) to a square tile, padded where that would be too much."""
    paper = int(np.median(grey[[0, -1]])) if bilevel else int(np.percentile(grey, 95))
    height, width = grey.shape
    pad_x = max(0, int(np.ceil((height / MAX_STRETCH - width) / 2)))
    pad_y = max(0, int(np.ceil((width / MAX_STRETCH - height) / 2)))
    grey = np.pad(grey, ((pad_y, pad_y), (pad_x, pad_x)), constant_values=paper)
    owner = np.pad(owner, ((pad_y, pad_y), (pad_x, pad_x)))
    # No tile is so small that its digit could not be read.
    share = np.count_nonzero(owner.any(axis=1)) / len(owner) or 1.0
    sides = [side for side in TILE_SIDES if side * share >= TILE_DIGIT]
    side = int(rng.choice(sides)) if sides and rng.random() < 0.7 else max(grey.shape)
    tile = np.asarray(cv2.resize(grey, (side, side), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if bilevel:
        tile = np.where(tile > 140, 255, 0).astype(np.uint8)
    return tile, resize_owner(owner, (side, side))
