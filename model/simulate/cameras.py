"""Photographs by phone: ink on paper, whiteboard or blackboard, aslant, in bad light, through a small lens."""

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
    log_uniform,
    make_scene,
    place,
    readable_scale,
    smooth_noise,
    stroke_width,
    to_grey,
)
from model.simulate.papers import add_box, add_rulings, distance_from_line, make_paper
from model.simulate.scene import Coverage, Grey, Ink, Owner, Scene, find_boxes

SIDES = 64.0, 480.0
ASPECTS = (3 / 4, 4 / 3, 1.0, 9 / 16, 16 / 9)
# A digit's share of the picture's height, and the share of pictures that are cropped close about the ink.
DIGIT_SHARES = 1 / 8, 0.9
CROPPED_SHARE = 0.35
# Rotation: most people hold the phone nearly straight, some do not.
USUAL_ROTATION, MOST_ROTATION, TAIL_ROTATION = 5.0, 15.0, 25.0
TAIL_SHARE = 0.12
# Displacement of the picture's corners by perspective, in parts of its sides, and the lens's bend at the corners.
MAX_PERSPECTIVE = 0.1
LENS_SHARE, MAX_BEND = 0.2, 0.05
# What people write on, and with: parts of the paper's light that the ink takes, from pencil to marker.
WHITEBOARD_SHARE, BLACKBOARD_SHARE = 0.08, 0.1
PENCIL, PEN, MARKER = (0.4, 0.6), (0.55, 0.88), (0.8, 0.96)
RULED_SHARE, BOXED_SHARE, THING_SHARE = 0.35, 0.07, 0.22
# Light: levels of the paper in dark, usual and overexposed pictures.
DARK, USUAL, OVER = (70.0, 110.0), (110.0, 235.0), (240.0, 285.0)
SHADOW_SHARE, SHADOW_DEPTHS = 0.35, (0.2, 0.7)
FLASH_SHARE, VIGNETTE_SHARE = 0.08, 0.4
# Nowhere are ink and paper nearer than this many levels, nor noise stronger than this part of it.
MIN_CONTRAST, MAX_NOISE = 32.0, 0.15
# Blur in widths of the stroke: a deviation of a sixth smears over about a third.
MAX_DEFOCUS, MAX_MOTION = 1 / 6, 1 / 3
SOFTNESS = 0.35, 0.7


def photograph(ink: Ink, rng: np.random.Generator) -> Scene:
    """Take a picture of `ink`, 64 to 480 px on its longest side (more only if the ink could not be read)."""
    view, onto_page, shape = aim(ink, rng)
    laid = place(ink, view @ onto_page, shape)
    coverage = laid.coverage
    ground, inked = lay_subject(ink, coverage, view, onto_page, rng)
    ground = add_things(ground, coverage, rng)
    reflectance = ground + (inked - ground) * coverage
    owner = laid.owner
    if rng.random() < LENS_SHARE:
        reflectance, owner = bend(reflectance, owner, float(rng.uniform(-MAX_BEND, MAX_BEND)))
    grey = develop(reflectance, light_up(shape, rng), (ground, inked), laid, rng)
    return make_scene(grey, owner, ink)


def aim(ink: Ink, rng: np.random.Generator) -> tuple[Matrix, Matrix, Shape]:
    """Draw the matrix (3, 3) from the page to the picture, that from the ink to the page, and (height, width)."""
    size = np.array(ink.coverage.shape[::-1], dtype=np.float64)
    side = log_uniform(*SIDES, rng)
    aspect = float(rng.choice(ASPECTS))
    if rng.random() < CROPPED_SHARE:
        aspect = float(np.clip(size[0] / size[1] * log_uniform(0.8, 1.6, rng), 0.4, 6.0))
    picture = side * np.array([min(1.0, aspect), min(1.0, 1 / aspect)])
    scale = picture[1] * log_uniform(*DIGIT_SHARES, rng) / digit_height(ink)
    scale = min(scale, *(0.94 * picture / size))
    # Ink too small to be read makes the whole picture larger, too coarse to be enlarged smaller: the view is the same.
    change = readable_scale(ink, scale) / scale
    scale *= change
    picture *= np.clip(change, SIDES[0] / picture.max(), 1.5 * SIDES[1] / picture.max())
    angle = rng.normal(0, USUAL_ROTATION)
    angle = np.clip(angle, -MOST_ROTATION, MOST_ROTATION)
    if rng.random() < TAIL_SHARE:
        angle = rng.uniform(-TAIL_ROTATION, TAIL_ROTATION)
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * picture
    moved = corners + rng.uniform(-1, 1, (4, 2)) * picture * MAX_PERSPECTIVE * rng.random()
    view = cv2.getPerspectiveTransform(corners.astype(np.float32), moved.astype(np.float32))
    view = view @ np.vstack([cv2.getRotationMatrix2D(tuple(picture / 2), angle, 1.0), [0, 0, 1]])
    # The ink's extent in the picture says how far its middle may go from the picture's, and whether it fits at all.
    outline = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * size / 2 * scale + picture / 2
    seen = cv2.perspectiveTransform(outline[np.newaxis], view)[0]
    extent = seen.max(axis=0) - seen.min(axis=0)
    scale *= min(1.0, *(0.98 * picture / extent))
    free = np.maximum(picture - extent, 0.0)
    part = rng.normal(0.5, 0.15, 2) if rng.random() < 0.7 else rng.random(2)
    middle = (picture - free) / 2 + free * np.clip(part, 0.0, 1.0)
    on_page = cv2.perspectiveTransform(middle[np.newaxis, np.newaxis], np.linalg.inv(view))[0, 0]
    onto_page = np.diag([scale, scale, 1.0])
    onto_page[:2, 2] = on_page - scale * size / 2
    # Perspective differs from place to place: what now reaches beyond the border is moved back.
    outline = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * size
    seen = cv2.perspectiveTransform(outline[np.newaxis], view @ onto_page)[0]
    onto_page[:2, 2] -= np.minimum(seen.min(axis=0), 0) + np.maximum(seen.max(axis=0) - picture, 0)
    return view, onto_page, (max(8, round(picture[1])), max(8, round(picture[0])))


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


def bend(reflectance: Field, owner: Owner, amount: float) -> tuple[Field, Owner]:
    """Bend picture and owner (height, width) as a lens does: by `amount` at the corners, inward or outward."""
    height, width = owner.shape
    x = np.linspace(-1, 1, width, dtype=np.float32)
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, np.newaxis]
    factor = 1 + amount * ((x * x + y * y) / 2 - 0.5)
    map_x = ((x * factor + 1) / 2 * (width - 1)).astype(np.float32)
    map_y = ((y * factor + 1) / 2 * (height - 1)).astype(np.float32)
    bent = cv2.remap(reflectance, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    owned = cv2.remap(owner, map_x, map_y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(bent, dtype=np.float32), np.asarray(owned, dtype=np.uint8)


def light_up(shape: Shape, rng: np.random.Generator) -> Field:
    """Draw the light on each pixel, float32 (height, width), about 1: a gradient, lamps' colours, shadows, a flash."""
    side = max(shape)
    light = 1 + rng.uniform(0.0, 0.5) * rng.random() * distance_from_line(shape, rng) / side
    light += rng.uniform(0.0, 0.03) * smooth_noise(shape, side / 3, rng)
    light = np.clip(light, 0.4, 1.6)
    if rng.random() < VIGNETTE_SHARE:
        x = np.linspace(-1, 1, shape[1], dtype=np.float32)
        y = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, np.newaxis]
        light *= 1 - rng.uniform(0.05, 0.35) * (x * x + y * y) / 2
    if rng.random() < SHADOW_SHARE:
        light *= cast_shadow(shape, float(rng.uniform(*SHADOW_DEPTHS)), rng)
    if rng.random() < FLASH_SHARE:
        spot = distance_from_line(shape, rng) ** 2 + distance_from_line(shape, rng) ** 2
        light += rng.uniform(0.2, 0.8) * np.exp(-spot / (side * rng.uniform(0.1, 0.35)) ** 2)
    return np.asarray(light, dtype=np.float32)


def cast_shadow(shape: Shape, depth: float, rng: np.random.Generator) -> Field:
    """Make the factor of light under a phone's or hand's shadow, float32 (height, width) from 1 - depth to 1."""
    side = max(shape)
    distance = distance_from_line(shape, rng)
    if rng.random() < 0.4:
        # A phone's shadow has a corner, a hand's is wavy.
        distance = np.minimum(distance, distance_from_line(shape, rng))
    distance += side * rng.uniform(0.0, 0.04) * smooth_noise(shape, side / rng.uniform(2, 4), rng)
    soft = side * log_uniform(0.025, 0.3, rng)
    part = np.clip(distance / soft + 0.5, 0.0, 1.0)
    return np.asarray(1 - depth * part * part * (3 - 2 * part), dtype=np.float32)


def develop(
    reflectance: Field, light: Field, subject: tuple[Field, Field], laid: Ink, rng: np.random.Generator
) -> Grey:
    """Turn what is lit into the phone's picture uint8 (height, width): exposure, blur, noise, sharpening, JPEG.

    `subject` has the ground's and the ink's reflectance, which say how visible the ink is.
    """
    coverage, inked = laid.coverage, laid.owner > 0
    if not inked.any():
        inked = coverage >= 0
    ground, pen = float(subject[0][inked].mean()), float(subject[1][inked].mean())
    brightest = max(ground, pen)
    exposure = (DARK, *[USUAL] * 6, OVER)[int(rng.integers(8))]
    gain = rng.uniform(*exposure) / brightest
    # Where dim light would leave less contrast than can be read, the light is evened out.
    darkest = float(light[inked].min())
    needed = min(1.0, MIN_CONTRAST / (gain * abs(ground - pen)))
    if darkest < needed:
        light = 1 - (1 - light) * (1 - needed) / (1 - darkest)
        darkest = needed
    contrast = gain * abs(ground - pen) * darkest
    levels = blur_as_lens(reflectance * light * gain, stroke_width(coverage), rng)
    grain = blur(smooth_noise(levels.shape, 1, rng), rng.choice([0.0, 0.5, 0.7]))
    noise = min(log_uniform(0.4, 9.0, rng), MAX_NOISE * contrast)
    # Light comes in quanta: noise grows with the root of the level, above what reading the sensor adds.
    levels += grain * noise * np.sqrt(0.3 + 0.7 * np.clip(levels, 0, 255) / 255)
    if rng.random() < 0.4:
        levels += rng.uniform(0.3, 1.2) * (levels - blur(levels, rng.uniform(0.8, 2.0)))
    grey = to_grey(levels)
    if rng.random() < 0.85:
        # Strong compression of small digits leaves blocks, not digits.
        grey = compress(grey, int(rng.integers(25 if digit_height(laid) > 32 else 60, 96)))
    return grey


def blur_as_lens(levels: Field, stroke: float, rng: np.random.Generator) -> Field:
    """Blur levels (height, width) by the sensor, sometimes by focus or a moved hand, within parts of the stroke."""
    sigma = rng.uniform(*SOFTNESS)
    if rng.random() < 0.3:
        sigma = max(sigma, stroke * rng.uniform(0.3, 1.0) * MAX_DEFOCUS)
    length = stroke * rng.uniform(0.3, 1.0) * MAX_MOTION
    if rng.random() < 0.15 and length > 1.5:
        reach = int(np.ceil(length / 2))
        kernel = np.zeros((2 * reach + 1, 2 * reach + 1), dtype=np.float32)
        angle = rng.uniform(0, np.pi)
        way = np.array([np.cos(angle), np.sin(angle)]) * length / 2
        first, last = np.rint((reach - way) * 16).astype(int), np.rint((reach + way) * 16).astype(int)
        cv2.line(kernel, first.tolist(), last.tolist(), 1.0, 1, cv2.LINE_8, 4)
        levels = np.asarray(cv2.filter2D(levels, -1, kernel / kernel.sum()), dtype=np.float32)
    return blur(levels, float(sigma))
