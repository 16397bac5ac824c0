"""Shapes and textures that are no digits: doodles as strokes; fillings, dots, noise and shading as coverage."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from model.simulate.letters import draw_curve
from model.simulate.scene import Coverage
from model.simulate.strokes import Stroke
from model.simulate.tiles import crop_ink

# Doodles about a unit box. "o x,y,r" is a circle, "s x,y,r" its lower half as a smile, "~" a curve, the rest straight.
DOODLES = {
    "triangle": "0,10 5,0 10,10 0,10",
    "triangle on its head": "0,0 10,0 5,9 0,0",
    "square": "0,0 10,0 10,10 0,10 0,0",
    "rectangle": "0,0 15,0 15,8 0,8 0,0",
    "diamond": "5,0 10,5 5,10 0,5 5,0",
    "cube": "0,3 7,3 7,10 0,10 0,3;0,3 3,0 10,0 7,3;10,0 10,7 7,10",
    "checked box": "0,0 10,0 10,10 0,10 0,0;2,5 4,8 11,0",
    "crossed box": "0,0 10,0 10,10 0,10 0,0;0,0 10,10;10,0 0,10",
    "star": "5,0 8,10 0,4 10,4 2,10 5,0",
    "star of six": "5,0 10,8 0,8 5,0;0,3 10,3 5,11 0,3",
    "heart": "~5,3 7,0 10,2 9,5 5,10;~5,3 3,0 0,2 1,5 5,10",
    "house": "0,4 5,0 10,4 10,10 0,10 0,4 10,4;4,10 4,7 6,7 6,10",
    "tree": "~4,6 1,5 1,2 4,0 8,1 9,4 6,6 4,6;4,6 4,10;6,6 6,10;2,10 8,10",
    "fir": "5,0 9,4 1,4 5,0;5,3 10,8 0,8 5,3;5,8 5,10",
    "smiley": "o5,5,5;o3,4,0.4;o7,4,0.4;s5,5,3",
    "head": "o5,6,4;o3,5,0.3;o7,5,0.3;4,8 6,8;1,4 0,1;3,2 3,0;5,2 5,0;7,2 7,0;9,4 10,1",
    "cat": "o5,6,4;1,5 1,1 4,2;9,5 9,1 6,2;o3,5,0.3;o7,5,0.3;0,7 4,7;6,7 10,7",
    "man": "o5,2,2;5,4 5,8;1,5 9,5;5,8 2,12;5,8 8,12",
    "flower": "o5,4,1;o5,2,1.2;o7,4,1.2;o5,6,1.2;o3,4,1.2;5,7 5,12;~5,11 7,9 8,9",
    "sun": "o5,5,2;5,0 5,2;5,8 5,10;0,5 2,5;8,5 10,5;1,1 3,3;7,7 9,9;9,1 7,3;1,9 3,7",
    "cloud": "~2,8 0,6 2,4! 3,1 6,1 7,3! 10,3 10,7 8,8! 5,9 2,8",
    "cross": "3,0 6,0 6,3 9,3 9,6 6,6 6,9 3,9 3,6 0,6 0,3 3,3 3,0",
    "grid": "0,0 9,0;0,3 9,3;0,6 9,6;0,9 9,9;0,0 0,9;3,0 3,9;6,0 6,9;9,0 9,9",
    "arrow": "0,3 6,3 6,0 11,5 6,10 6,7 0,7 0,3",
    "cup": "0,0 1,9 7,9 8,0 0,0;~8,2 11,2 11,6 7,7;2,-2 3,-1 2,-4;5,-2 6,-1 5,-4",
    "fish": "~0,5 3,2 7,3 10,5 7,8 3,8 0,5;10,5 14,2 14,8 10,5;o2,4,0.4",
    "car": "0,8 0,5 3,4 5,1 11,1 13,5 15,5 15,8 0,8;o3,8,1.5;o12,8,1.5",
    "target": "o5,5,5;o5,5,3;o5,5,1",
    "wheel": "o5,5,5;0,5 10,5;5,0 5,10;1,1 9,9;9,1 1,9",
    "ladder": "0,0 0,12;5,0 5,12;0,2 5,2;0,4 5,4;0,6 5,6;0,8 5,8;0,10 5,10",
    "envelope": "0,0 14,0 14,9 0,9 0,0 7,5 14,0",
    "tally": "0,0 0,10;3,0 3,10;6,0 6,10;9,0 9,10;-2,8 11,2",
    "dash": "0,0 9,0",
    "brackets": "2,0 0,0 0,10 2,10;7,0 9,0 9,10 7,10",
}
# Standard deviation of a corner's displacement, in parts of the box.
WOBBLE = 0.02
MAX_LOG_STRETCH = 0.2


def shape_strokes(rng: np.random.Generator) -> list[Stroke]:
    """Draw one doodle as strokes, each float64 (n, 2) of x, y about a unit box, y downward."""
    doodle = list(DOODLES.values())[rng.integers(len(DOODLES))]
    stretch = np.exp(rng.uniform(-MAX_LOG_STRETCH, MAX_LOG_STRETCH))
    return [draw_part(text, rng) * np.array([stretch, 1.0], np.float32) for text in doodle.split(";")]


def draw_part(text: str, rng: np.random.Generator) -> Stroke:
    """Turn one stroke of the table into points float64 (n, 2)."""
    kind, words = text[0], text.lstrip("~os").replace("!", "").split()
    points = np.array([[float(part) for part in word.split(",")] for word in words]) / 10
    points += rng.normal(0.0, WOBBLE, points.shape) * (0.3 if kind in "os" else 1.0)
    if kind in "os":
        # A drawn circle misses its start by a little.
        end = 2 * np.pi + rng.normal(0.0, 0.15) if kind == "o" else np.pi - 0.2
        angle = np.linspace(0.0 if kind == "o" else 0.2, end, 32)
        x, y, radius = points[0]
        circle = np.stack([x + radius * np.cos(angle) * rng.uniform(0.9, 1.1), y + radius * np.sin(angle)], axis=1)
        return circle.astype(np.float32)
    return draw_curve(points) if kind == "~" else points.astype(np.float32)


def draw_shape(height: int, rng: np.random.Generator) -> Coverage:
    """Draw a filling, dots or a texture: float32 (h, w), the longer side about `height` px, cut close."""
    makers = list(KINDS)
    shares = np.array(list(KINDS.values()))
    return crop_ink(makers[int(rng.choice(len(makers), p=shares / shares.sum()))](height, rng))


def fill(polygons: list[Stroke], height: int) -> Coverage:
    """Fill polygons given in a box of side 1, on a canvas of `height` px and a margin."""
    canvas = np.zeros((height + 8, height + 8), np.uint8)
    for polygon in polygons:
        # Shift 4: coordinates in sixteenths of a pixel, for smooth edges.
        points = np.rint((polygon * (height - 1) + 4) * 16).astype(np.int32)
        cv2.fillPoly(canvas, [points], 255, cv2.LINE_AA, 4)
    return canvas.astype(np.float32) / np.float32(255)


def round_blob(x: float, y: float, radius: float, rough: float, rng: np.random.Generator) -> Stroke:
    """A disc whose radius varies by the share `rough`: float64 (n, 2)."""
    angle = np.linspace(0.0, 2 * np.pi, 48, endpoint=False)
    orders = np.arange(1, 6)[:, np.newaxis]
    waves = rng.normal(0.0, rough, orders.shape) / orders * np.sin(orders * angle + rng.uniform(0.0, 6.0, orders.shape))
    size = radius * np.clip(1 + waves.sum(axis=0), 0.4, 1.6)
    return np.stack([x + size * np.cos(angle), y + size * np.sin(angle)], axis=1).astype(np.float32)


def draw_filled(height: int, rng: np.random.Generator) -> Coverage:
    """A filled disc, blob, square or other polygon; none so narrow that it is a 1."""
    if rng.random() < 0.6:
        return fill([round_blob(0.5, 0.5, 0.4, rng.choice([0.02, 0.15, 0.3]), rng)], height)
    corners = int(rng.integers(3, 7))
    angle = np.sort(np.linspace(0.0, 2 * np.pi, corners, endpoint=False) + rng.normal(0.0, 0.15, corners))
    turned = angle + rng.uniform(0.0, 2 * np.pi)
    polygon = 0.5 + 0.5 * np.stack([np.cos(turned), np.sin(turned)], axis=1)
    return fill([polygon.astype(np.float32)], height)


def draw_dots(height: int, rng: np.random.Generator) -> Coverage:
    """A few dots or many, as drips and specks."""
    count = int(rng.choice([2, 3, 5, 12, 40]))
    radius = rng.uniform(0.03, 0.12) if count < 12 else rng.uniform(0.01, 0.04)
    spots = rng.uniform(0.1, 0.9, (count, 2))
    return fill([round_blob(x, y, radius * rng.uniform(0.6, 1.4), 0.1, rng) for x, y in spots], height)


def draw_dash(height: int, rng: np.random.Generator) -> Coverage:
    """One lying bar with round ends, up to a fifth as high as it is wide."""
    end = rng.uniform(0.02, 0.1)
    tilt = rng.uniform(-0.15, 0.15)
    ends = np.array([[end, 0.5 - tilt], [1 - end, 0.5 + tilt]])
    caps = [round_blob(x, y, end, 0.03, rng) for x, y in ends]
    return fill([np.asarray(cv2.convexHull(np.concatenate(caps))[:, 0], np.float32)], height)


def draw_shading(height: int, rng: np.random.Generator) -> Coverage:
    """A soft blob or a shade that runs off, as shadows and smears are: nowhere a sharp edge."""
    axis = np.linspace(0.0, 1.0, height, dtype=np.float32)
    x, y = axis[np.newaxis], axis[:, np.newaxis]
    if rng.random() < 0.5:
        shade = np.exp(-(((x - 0.5) / rng.uniform(0.15, 0.2)) ** 2 + ((y - 0.5) / rng.uniform(0.15, 0.2)) ** 2))
    else:
        angle = rng.uniform(0.0, 2 * np.pi)
        shade = np.clip(0.5 + (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle), 0.0, 1.0)
        # Towards the borders it fades to nothing.
        shade *= 4 * np.sqrt(x * (1 - x) * y * (1 - y))
    soft: Coverage = (shade * rng.uniform(0.4, 1.0)).astype(np.float32)
    return soft


def draw_noise(height: int, rng: np.random.Generator) -> Coverage:
    """Noise of a random grain, cut to patches or left smooth, as cloth, wood, leaves and stones look in a photo."""
    grain = int(rng.integers(2, max(3, height // 3)))
    cells = (max(2, height // grain), max(2, height // max(1, int(grain * rng.choice([0.3, 1.0, 3.0])))))
    coarse = rng.random(cells).astype(np.float32)
    noise = np.asarray(cv2.resize(coarse, (height, height), interpolation=cv2.INTER_CUBIC), np.float32)
    noise = noise + rng.uniform(0.0, 0.5) * rng.standard_normal((height, height)).astype(np.float32)
    cut = rng.choice([1.0, 3.0, 8.0])
    texture: Coverage = np.clip((noise - 0.5) * cut + rng.uniform(0.3, 0.6), 0.0, 1.0).astype(np.float32)
    return texture


# What is drawn in which share.
KINDS: dict[Callable[[int, np.random.Generator], Coverage], float] = {
    draw_filled: 0.3,
    draw_dots: 0.25,
    draw_dash: 0.1,
    draw_shading: 0.15,
    draw_noise: 0.2,
}
