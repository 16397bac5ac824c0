"""Papers as reflectance, without light or ink: fibres, folds, stains, what shines through, rulings, form boxes."""

from __future__ import annotations

import cv2
import numpy as np

from model.simulate.noise import Field, Shape, blur, log_uniform, smooth_noise

# Reflectance of most papers, and of recycled, coloured and packing papers.
WHITE, TINTED = (0.82, 0.97), (0.5, 0.85)
TINTED_SHARE = 0.25
# Structure that paper shows: pixels over which it changes, and the most deviation of reflectance.
TEXTURES = ((1.5, 0.02), (5.0, 0.012), (24.0, 0.012), (90.0, 0.02))
FOLD_SHARE, CRUMPLE_SHARE, STAIN_SHARE, PRINT_SHARE = 0.1, 0.05, 0.06, 0.08
# How much darker the shaded side of a fold is, and print that shines through.
FOLD_DEPTHS, PRINT_DEPTHS, STAIN_DEPTHS = (0.02, 0.1), (0.03, 0.09), (0.04, 0.14)
# Distance of rulings in heights of a digit, and how much darker than the paper they are: the most is a faint pencil.
SPACINGS = 0.3, 2.0
RULING_DEPTHS = 0.06, 0.35
RULING_SLANT = np.deg2rad(1.5)
MIN_SPACING = 5.0
# cv2 draws at fractions of a pixel of 1 / 2**this.
SUBPIXEL_BITS = 4
# Gap between a digit's box and the printed box about it, in parts of the box's height.
BOX_GAPS = 0.08, 0.5
BOX_DEPTHS = 0.15, 0.6


def make_paper(shape: Shape, rng: np.random.Generator) -> Field:
    """Make a sheet's reflectance, float32 (height, width) from 0 to 1, bare but for its own structure and marks."""
    tinted = rng.random() < TINTED_SHARE
    paper = np.full(shape, rng.uniform(*(TINTED if tinted else WHITE)), dtype=np.float32)
    roughness = rng.random() ** 2
    for cell, most in TEXTURES:
        # Rough papers differ in what scale they are rough at; the finest is left out where it would not show.
        amount = most * roughness * rng.random()
        if amount > 0.001:
            paper += amount * smooth_noise(shape, cell * rng.uniform(0.8, 1.4), rng)
    folds = 1 if rng.random() < FOLD_SHARE else 0
    if rng.random() < CRUMPLE_SHARE:
        folds = int(rng.integers(4, 10))
    for _ in range(folds):
        paper *= fold(shape, rng)
    if rng.random() < STAIN_SHARE:
        paper *= stain(shape, rng)
    if rng.random() < PRINT_SHARE:
        paper *= shine_through(shape, rng)
    return np.clip(paper, 0.0, 1.0)


def fold(shape: Shape, rng: np.random.Generator) -> Field:
    """Make a fold's factor of reflectance, float32 (height, width): a side that fades in shade, and a thin edge."""
    distance = distance_from_line(shape, rng)
    depth = rng.uniform(*FOLD_DEPTHS)
    reach = float(max(shape)) * rng.uniform(0.1, 0.5)
    shade = depth * np.clip(1 - distance / reach, 0.0, 1.0) * (distance > 0)
    edge = rng.uniform(-1.0, 1.0) * depth * np.exp(-((distance / rng.uniform(0.8, 2.0)) ** 2))
    return np.asarray(1 - shade - edge, dtype=np.float32)


def distance_from_line(shape: Shape, rng: np.random.Generator) -> Field:
    """Return each pixel's signed distance from a random line in the picture, float32 (height, width), in pixels."""
    angle = rng.uniform(0, 2 * np.pi)
    across, down = np.cos(angle), np.sin(angle)
    x = np.arange(shape[1], dtype=np.float32) - shape[1] * rng.uniform(0.1, 0.9)
    y = np.arange(shape[0], dtype=np.float32) - shape[0] * rng.uniform(0.1, 0.9)
    return np.asarray(x * across + (y * down)[:, np.newaxis], dtype=np.float32)


def stain(shape: Shape, rng: np.random.Generator) -> Field:
    """Make a stain's factor of reflectance, float32 (height, width): a soft blot or the ring that a cup leaves."""
    side = max(shape)
    mask = np.zeros(shape, dtype=np.float32)
    centre = int(rng.integers(shape[1])), int(rng.integers(shape[0]))
    axes = max(2, int(side * rng.uniform(0.08, 0.4))), max(2, int(side * rng.uniform(0.08, 0.4)))
    thick = -1 if rng.random() < 0.7 else max(1, side // 40)
    cv2.ellipse(mask, centre, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, thick)
    return np.asarray(1 - rng.uniform(*STAIN_DEPTHS) * blur(mask, side * rng.uniform(0.005, 0.03)), dtype=np.float32)


def shine_through(shape: Shape, rng: np.random.Generator) -> Field:
    """Make the factor of reflectance of print on the other side, float32 (height, width): blurred lines of words."""
    words = np.zeros(shape, dtype=np.float32)
    height = max(3, int(max(shape) * rng.uniform(0.02, 0.07)))
    for top in range(int(rng.integers(height)), shape[0], round(height * rng.uniform(1.5, 2.2))):
        row = words[top : top + height]
        # Words are as dense as letters are: a coarse noise says where, gaps cut it into words.
        letters = smooth_noise((row.shape[0], shape[1]), height / 3, rng) > 0
        gaps = smooth_noise((1, shape[1]), height * 2.0, rng) > -0.8
        row[:] = letters & gaps
    return np.asarray(1 - rng.uniform(*PRINT_DEPTHS) * blur(words, height / 5), dtype=np.float32)


def add_rulings(reflectance: Field, digit_height: float, rng: np.random.Generator) -> Field:
    """Return the paper (height, width) lined, squared or dotted, 0.3 to 2 of `digit_height` pixels apart.

    Sometimes it has a margin line besides.
    """
    spacing = max(MIN_SPACING, digit_height * log_uniform(*SPACINGS, rng))
    kind = rng.choice(["lined", "squared", "dotted"], p=[0.45, 0.4, 0.15])
    slant = float(rng.uniform(-RULING_SLANT, RULING_SLANT))
    thick = max(1, round(spacing * rng.uniform(0.01, 0.05)))
    mask = draw_parallels(reflectance.shape, spacing, slant, thick, rng)
    if kind != "lined":
        others = draw_parallels(reflectance.shape[::-1], spacing, -slant, thick, rng).T
        mask = np.maximum(mask, others) if kind == "squared" else blur(np.minimum(mask, others), thick / 2)
        # Dots are printed stronger than lines: else nobody would see them.
        mask = mask if kind == "squared" else mask / max(float(mask.max()), 1e-3)
    if rng.random() < 0.12:
        x, half = int(rng.integers(reflectance.shape[1])), max(1, thick // 2)
        mask[:, x : x + half] = np.maximum(mask[:, x : x + half], rng.uniform(0.8, 1.2))
    return np.asarray(reflectance * (1 - log_uniform(*RULING_DEPTHS, rng) * mask), dtype=np.float32)


def draw_parallels(shape: Shape, spacing: float, slant: float, thick: int, rng: np.random.Generator) -> Field:
    """Draw lines from left to right, `spacing` pixels apart: float32 (height, width), from 0 to 1 on a line."""
    height, width = shape
    mask = np.zeros(shape, dtype=np.uint8)
    unit, rise = 2**SUBPIXEL_BITS, width * np.tan(slant)
    for y in np.arange(-abs(rise) - spacing * rng.random(), height + abs(rise), spacing):
        ends = (0, round(y * unit)), (width * unit, round((y + rise) * unit))
        cv2.line(mask, ends[0], ends[1], 255, thick, cv2.LINE_AA, SUBPIXEL_BITS)
    return np.asarray(mask / 255, dtype=np.float32)


def add_box(reflectance: Field, box: tuple[int, int, int, int], rng: np.random.Generator) -> Field:
    """Return the paper (height, width) with a form's printed box about `box` [left, top, width, height].

    The box never touches it; sometimes the form has a row of such boxes.
    """
    left, top, width, height = box
    unit = 2**SUBPIXEL_BITS
    gaps = rng.uniform(*BOX_GAPS, 4) * height
    thick = max(1, round(height * rng.uniform(0.01, 0.04)))
    start = np.array([left - gaps[0] - thick, top - gaps[1] - thick])
    size = np.array([width + gaps[0] + gaps[2], height + gaps[1] + gaps[3]]) + 2 * thick
    mask = np.zeros(reflectance.shape, dtype=np.uint8)
    apart = size[0] + (0.0 if rng.random() < 0.6 else rng.uniform(0.05, 0.3) * height)
    row = rng.random() < 0.4
    for place in range(-3, 4) if row else range(1):
        corner = start + np.array([place * apart, 0.0])
        first = np.rint(corner * unit).astype(int).tolist()
        last = np.rint((corner + size) * unit).astype(int).tolist()
        cv2.rectangle(mask, first, last, 255, thick, cv2.LINE_AA, SUBPIXEL_BITS)
    depth = log_uniform(*BOX_DEPTHS, rng)
    return np.asarray(reflectance * (1 - depth * mask.astype(np.float32) / 255), dtype=np.float32)
