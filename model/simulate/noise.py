"""Small tools that all surfaces share: drawing by shares, laying ink with a matrix, fields of noise, blur, JPEG."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from model.simulate.scene import Coverage, Grey, Ink, Owner, Scene, find_boxes

Field = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]
Shape = tuple[int, int]
Kind = TypeVar("Kind")

# A pixel belongs to a digit if it has at least this share of the darkest pixel's ink: less is not seen.
VISIBLE = 0.1
# No pen is thinner and no digit lower, in pixels: a person could not read it.
MIN_STROKE = 1.1
MIN_DIGIT = 12.0
# Ink is not made larger than this many times: its pixels would be seen as no pen or camera makes them.
MAX_ENLARGEMENT = 2.0
# Perimeters counted along pixels are longer than the line they follow, by 4 / pi on average over all directions.
ALONG_PIXELS = 4 / np.pi
# Below a blur of this standard deviation, in pixels, no pixel changes by what would be seen.
LEAST_BLUR = 0.2


def log_uniform(low: float, high: float, rng: np.random.Generator) -> float:
    """Draw a number between two positive ones, each factor as likely as any other."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def choose(shares: Mapping[Kind, float], rng: np.random.Generator) -> Kind:
    """Draw one of the kinds, each with its share; all shares sum to 1."""
    return list(shares)[int(rng.choice(len(shares), p=list(shares.values())))]


def smooth_noise(shape: Shape, cell: float, rng: np.random.Generator) -> Field:
    """Make float32 (height, width) of mean 0 and deviation of about 1 that changes over about `cell` pixels."""
    if cell <= 1:
        return rng.standard_normal(shape, dtype=np.float32)
    coarse = rng.standard_normal((ceil(shape[0] / cell) + 1, ceil(shape[1] / cell) + 1), dtype=np.float32)
    return np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def blur(image: Field, sigma: float) -> Field:
    """Blur float32 (height, width) by a Gaussian of deviation `sigma` pixels."""
    if sigma < LEAST_BLUR:
        return image
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), dtype=np.float32)


def to_grey(levels: Field) -> Grey:
    """Round and cut levels to uint8."""
    return np.clip(np.rint(levels), 0, 255).astype(np.uint8)


def compress(grey: Grey, quality: int) -> Grey:
    """Return uint8 (height, width) as it is after a JPEG file of that quality (1 to 100)."""
    done, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("OpenCV could not write a JPEG file")
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def stroke_width(coverage: Coverage) -> float:
    """Estimate the pen's width in pixels: twice the area over the perimeter; 1 if there is no ink."""
    inked = (coverage > coverage.max() / 2).astype(np.int8)
    area = int(np.count_nonzero(inked))
    if area == 0:
        return 1.0
    inked = np.pad(inked, 1)
    perimeter = np.count_nonzero(inked[1:] != inked[:-1]) + np.count_nonzero(inked[:, 1:] != inked[:, :-1])
    return float(2 * ALONG_PIXELS * area / perimeter)


def digit_height(ink: Ink) -> float:
    """Return the usual height of a digit in pixels; where there is none, of a sign of the ink's extent."""
    heights = [box[3] for box in find_boxes(ink.owner, len(ink.labels)) if box[3]]
    if heights:
        return float(sorted(heights)[len(heights) // 2])
    # A dash is no higher than the pen is wide, and yet as large as a digit; a word is as high as its letters.
    height, width = ink.coverage.shape
    return max(float(height), float(width) / 4)


def readable_scale(ink: Ink, scale: float) -> float:
    """Return the scale, or the nearest at which digits and strokes can be read and edges are still sharp."""
    return max(min(scale, MAX_ENLARGEMENT), MIN_STROKE / stroke_width(ink.coverage), MIN_DIGIT / digit_height(ink))


def grow_owner(owner: Owner, height: int, width: int) -> Owner:
    """Let the owner of a pixel also own what nobody owns within a window of height and width pixels about it."""
    if height <= 1 and width <= 1:
        return owner
    grown = cv2.dilate(owner, np.ones((max(1, height), max(1, width)), np.uint8))
    return np.where(owner > 0, owner, grown).astype(np.uint8)


def keep_visible(owner: Owner, coverage: Coverage) -> Owner:
    """Take pixels without visible ink away from their owner."""
    return np.where(coverage >= max(VISIBLE * float(coverage.max()), 1e-3), owner, 0).astype(np.uint8)


def place(ink: Ink, matrix: Matrix, shape: Shape) -> Ink:
    """Lay ink into a picture of (height, width), by a matrix (3, 3) from ink's x, y to the picture's, anti-aliased."""
    height, width = ink.coverage.shape
    # Pixels that land between a picture's would be skipped: ink that gets smaller is averaged beforehand.
    centre = np.array([[width / 2, height / 2], [width / 2 + 1, height / 2], [width / 2, height / 2 + 1]])
    at = cv2.perspectiveTransform(centre[np.newaxis], matrix)[0]
    shrink_x, shrink_y = (min(1.0, float(np.hypot(*(at[k] - at[0])))) for k in (1, 2))
    size = max(1, round(width * shrink_x)), max(1, round(height * shrink_y))
    small = cv2.resize(ink.coverage, size, interpolation=cv2.INTER_AREA)
    to_small = np.diag([size[0] / width, size[1] / height, 1.0])
    to_small[:2, 2] = to_small[0, 0] / 2 - 0.5, to_small[1, 1] / 2 - 0.5
    warped = cv2.warpPerspective(small, matrix @ np.linalg.inv(to_small), shape[::-1], flags=cv2.INTER_LINEAR)
    coverage = np.asarray(warped, dtype=np.float32)
    # Owners reach a pixel of the picture beyond their ink, or what is thinner than one would get lost.
    reach_y, reach_x = ceil(1 / max(shrink_y, 0.01)), ceil(1 / max(shrink_x, 0.01))
    wide = grow_owner(np.pad(ink.owner, ((reach_y, reach_y), (reach_x, reach_x))), 2 * reach_y - 1, 2 * reach_x - 1)
    back = np.array([[1.0, 0, -reach_x], [0, 1, -reach_y], [0, 0, 1]])
    warped = cv2.warpPerspective(wide, matrix @ back, shape[::-1], flags=cv2.INTER_NEAREST)
    owner = np.asarray(warped, dtype=np.uint8)
    return Ink(coverage, keep_visible(owner, coverage), ink.labels, ink.lines)


def resize_owner(owner: Owner, shape: Shape) -> Owner:
    """Resize to (height, width) by nearest neighbours without losing what is thinner than a pixel there."""
    wide = grow_owner(owner, ceil(owner.shape[0] / shape[0]), ceil(owner.shape[1] / shape[1]))
    return np.asarray(cv2.resize(wide, shape[::-1], interpolation=cv2.INTER_NEAREST_EXACT), dtype=np.uint8)


def make_scene(grey: Grey, owner: Owner, ink: Ink) -> Scene:
    """Put a picture together with what is known of its ink."""
    return Scene(grey, ink.labels, ink.lines, find_boxes(owner, len(ink.labels)), owner)
