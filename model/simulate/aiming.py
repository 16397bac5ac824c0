"""Where a phone is held: the size of its picture, how large, how far turned and how aslant the ink is in it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from model.simulate.noise import Matrix, Shape, digit_height, log_uniform, readable_scale
from model.simulate.scene import Ink

ASPECTS = (3 / 4, 4 / 3, 1.0, 9 / 16, 16 / 9)
# Rotation: most people hold the phone nearly straight, some do not.
USUAL_ROTATION, MOST_ROTATION, TAIL_ROTATION = 5.0, 15.0, 25.0
TAIL_SHARE = 0.12
# Displacement of the picture's corners by perspective, in parts of its sides, and the lens's bend at the corners.
MAX_PERSPECTIVE = 0.1


@dataclass(frozen=True)
class Framing:
    """How close a phone is held: bounds of the picture's longest side in pixels, and of a digit's share of its height.

    `cropped_share` of the pictures are cut close about the ink.
    """

    sides: tuple[float, float]
    digit_shares: tuple[float, float]
    cropped_share: float


NEAR = Framing((64.0, 480.0), (1 / 8, 0.9), 0.35)
# As phones save them: a sheet or a table in which the writing is a small part.
AFAR = Framing((480.0, 1600.0), (1 / 32, 1 / 6), 0.1)


def aim(ink: Ink, rng: np.random.Generator, framing: Framing = NEAR) -> tuple[Matrix, Matrix, Shape]:
    """Draw the matrix (3, 3) from the page to the picture, that from the ink to the page, and (height, width)."""
    size = np.array(ink.coverage.shape[::-1], dtype=np.float64)
    side = log_uniform(*framing.sides, rng)
    aspect = float(rng.choice(ASPECTS))
    if rng.random() < framing.cropped_share:
        aspect = float(np.clip(size[0] / size[1] * log_uniform(0.8, 1.6, rng), 0.4, 6.0))
    picture = side * np.array([min(1.0, aspect), min(1.0, 1 / aspect)])
    scale = picture[1] * log_uniform(*framing.digit_shares, rng) / digit_height(ink)
    scale = min(scale, *(0.94 * picture / size))
    # Ink too small to be read makes the whole picture larger, too coarse to be enlarged smaller: the view is the same.
    change = readable_scale(ink, scale) / scale
    scale *= change
    least, most = framing.sides
    picture *= np.clip(change, least / picture.max(), 1.5 * most / picture.max())
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
