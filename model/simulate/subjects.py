"""What is photographed: paper, whiteboard or blackboard, its ink, and what else lies in the picture."""

from __future__ import annotations

import cv2
import numpy as np

from model.simulate.noise import Field, Matrix, blur, digit_height, smooth_noise
from model.simulate.papers import add_box, add_rulings, distance_from_line, make_paper
from model.simulate.scene import Coverage, Ink, find_boxes

# What people write on, and with: parts of the paper's light that the ink takes, from pencil to marker.
WHITEBOARD_SHARE, BLACKBOARD_SHARE = 0.08, 0.1
PENCIL, PEN, MARKER = (0.4, 0.6), (0.55, 0.88), (0.8, 0.96)
RULED_SHARE, BOXED_SHARE, THING_SHARE = 0.35, 0.07, 0.22


def lay_subject(
    ink: Ink, coverage: Coverage, view: Matrix, onto_page: Matrix, rng: np.random.Generator
) -> tuple[Field, Field]:
    """Draw what is photographed: the reflectance of the ground and of ink, float32 (height, width) each."""
    shape = coverage.shape
    kind = rng.random()
    if kind < BLACKBOARD_SHARE:
        # Wiped chalk leaves clouds; chalk misses the board's pores.
        board = 0.14 * rng.uniform(0.6, 1.6) + rng.uniform(0.0, 0.012) * smooth_noise(shape, max(shape) / 3, rng)
        chalk = rng.uniform(0.55, 0.9) + rng.uniform(0.0, 0.15) * smooth_noise(shape, 1.6, rng)
        return np.clip(board, 0.04, 0.4).astype(np.float32), np.clip(chalk, 0.45, 0.95).astype(np.float32)
    if kind < BLACKBOARD_SHARE + WHITEBOARD_SHARE:
        white = rng.uniform(0.85, 0.95) - 0.01 * np.abs(smooth_noise(shape, max(shape) / 6, rng))
        return white.astype(np.float32), (white * (1 - rng.uniform(0.55, 0.95))).astype(np.float32)
    ground = make_paper(shape, rng)
    ruled, boxed = rng.random() < RULED_SHARE, rng.random() < BOXED_SHARE
    if ruled or boxed:
        # Rulings lie on the page and are seen as the ink is; the page goes on beyond the picture on all sides.
        around = np.array(shape) // 3
        page = np.ones(tuple(np.array(shape) + 2 * around), dtype=np.float32)
        scale = onto_page[0, 0]
        if ruled:
            page = add_rulings(page, digit_height(ink) * scale, rng)
        boxes = find_boxes(ink.owner, len(ink.labels))
        if boxed and len(boxes) == 1:
            left, top, width, height = (round(side * scale) for side in boxes[0])
            corner = np.rint(onto_page[:2, 2]).astype(int) + around[::-1]
            page = add_box(page, (left + int(corner[0]), top + int(corner[1]), width, height), rng)
        back = np.array([[1.0, 0, -around[1]], [0, 1, -around[0]], [0, 0, 1]])
        seen = cv2.warpPerspective(
            page, view @ back, shape[::-1], flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
        ground = ground * np.asarray(seen, dtype=np.float32)
    takes = (PENCIL, PEN, PEN, MARKER)[int(rng.integers(4))]
    # Ink is a little uneven: where the pen was pressed, or ran dry.
    uneven = rng.uniform(0.0, 0.08) * smooth_noise(shape, max(shape) / 10, rng)
    return ground, ground * (1 - np.clip(rng.uniform(*takes) + uneven, takes[0] - 0.05, 0.97).astype(np.float32))


def add_things(ground: Field, coverage: Coverage, rng: np.random.Generator) -> Field:
    """Let the paper end at a table, lie beside another, or be held by a finger; never where ink is."""
    if rng.random() > THING_SHARE:
        return ground
    shape = coverage.shape
    side = max(shape)
    kind = rng.choice(["table", "paper", "finger"], p=[0.5, 0.25, 0.25])
    inked = coverage > 0.02
    if kind == "finger":
        mask = np.zeros(shape, dtype=np.float32)
        place_on_border = (int(rng.integers(shape[1])), int(rng.choice([0, shape[0]])))
        if rng.random() < 0.5:
            place_on_border = (int(rng.choice([0, shape[1]])), int(rng.integers(shape[0])))
        axes = max(2, int(side * rng.uniform(0.08, 0.25))), max(2, int(side * rng.uniform(0.06, 0.12)))
        cv2.ellipse(mask, place_on_border, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
        mask = blur(mask, side * 0.006)
        # A finger is round: it gets darker toward its edge.
        thing = rng.uniform(0.3, 0.65) * (0.6 + 0.4 * blur(mask, side * 0.03))
    else:
        distance = distance_from_line(shape, rng)
        # The edge moves outward until all ink is on the paper.
        least = float(distance[inked].max()) if inked.any() else float(distance.min())
        mask = np.clip(distance - max(0.0, least + 0.02 * side) + 0.5, 0.0, 1.0)
        level = rng.uniform(0.08, 0.45) if kind == "table" else rng.uniform(0.7, 0.95)
        # Wood's grain runs one way: noise along a table is stretched.
        short = (shape[0], max(2, shape[1] // 12)) if rng.random() < 0.5 else (max(2, shape[0] // 12), shape[1])
        wood = cv2.resize(smooth_noise(short, side / rng.uniform(20, 80), rng), shape[::-1])
        thing = level + rng.uniform(0.0, 0.035) * np.asarray(wood, dtype=np.float32)
        # Below the sheet's edge lies its shadow.
        thing = thing * (1 - 0.35 * np.exp(-np.abs(distance - max(0.0, least + 0.02 * side)) / (0.02 * side)))
    if (mask[inked] > 0.01).any():
        return ground
    return np.asarray(ground + (thing - ground) * mask, dtype=np.float32)
