"""How wide a pen may be: people choose, and loops and bays of a digit must stay open."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from model.simulate.noise import log_uniform
from model.simulate.pens import FLAT, draw_round, place_strokes
from model.simulate.strokes import SMALLEST_SPAN, Stroke

# Of width to height: from a hairline of 1 px on 100 px to a pen of 40 px on a small digit. Most lie between.
THINNEST, THIN, THICK, THICKEST = 0.008, 0.025, 0.16, 0.25
USUAL_SHARE = 0.8
# A pen below this many pixels would leave a grey shade, not a line.
LEAST_PIXELS = 1.0
# Where loops are looked for: the height of a small picture, the pen that closes small gaps there, and how much of
# a loop's diameter ink may take.
LOOP_HEIGHT, LOOP_PEN, LOOP_FILL = 64, 3, 0.6
# How many loops a digit needs, and the widest pen where they are not found: an open six has none, an open four neither.
LOOPS = {0: 1, 4: 1, 6: 1, 8: 2, 9: 1}
OPEN_LIMITS = {0: 0.1, 4: 0.15, 6: 0.1, 8: 0.08, 9: 0.1}
# A smaller loop than this in 0 or 4, whose own are large, is only where strokes happen to cross.
LEAST_RADIUS = {0: 6.0, 4: 5.0}
LEAST_LIMIT = 0.03
# Bays of 2, 3, 4, 5 and 7 close when the pen is wider than this part of the digit's width.
BAY_FILL = 0.32


def draw_pen_ratio(rng: np.random.Generator) -> float:
    """Draw a pen's width over the height of what it writes."""
    low, high = (THIN, THICK) if rng.random() < USUAL_SHARE else (THINNEST, THICKEST)
    return log_uniform(low, high, rng)


def limit_pen_width(ratio: float, label: int, strokes: Sequence[Stroke], height: float) -> float:
    """Return a pen's width in pixels for a digit `height` pixels high, none that fills its loops."""
    return max(min(ratio, find_widest_pen(label, strokes)) * height, LEAST_PIXELS)


def find_widest_pen(label: int, strokes: Sequence[Stroke]) -> float:
    """Return the widest pen, over the digit's height, that leaves the loops of 0, 6, 8 and 9 and the bays of others."""
    if label == 1:
        return THICKEST
    width, height = np.ptp(np.concatenate(strokes), axis=0)
    bay_limit = float(np.clip(BAY_FILL * width / max(height, width / FLAT, SMALLEST_SPAN), LEAST_LIMIT, THICKEST))
    if label not in LOOPS:
        return bay_limit
    radii = [radius for radius in _find_loops(strokes) if radius >= LEAST_RADIUS.get(label, 0.0)]
    if len(radii) < LOOPS[label]:
        return min(OPEN_LIMITS[label], bay_limit)
    limit = float(np.clip(2 * LOOP_FILL * radii[LOOPS[label] - 1] / LOOP_HEIGHT, LEAST_LIMIT, THICKEST))
    return min(limit, bay_limit) if label == 4 else limit


def _find_loops(strokes: Sequence[Stroke]) -> list[float]:
    """Return the radii of the circles that fit into the loops, the largest first, for a digit LOOP_HEIGHT high."""
    canvas, paths = place_strokes(strokes, LOOP_HEIGHT, LOOP_PEN + 2, 1, np.zeros(2))
    draw_round(canvas, paths, LOOP_PEN)
    # What the outside does not reach is a loop.
    cv2.floodFill(canvas, None, (0, 0), (255,))
    bare = cv2.bitwise_not(canvas)
    count, parts = cv2.connectedComponents(bare, connectivity=4)
    room = cv2.distanceTransform(bare, cv2.DIST_L2, 3)
    return sorted((float(room[parts == part].max()) + LOOP_PEN / 2 for part in range(1, count)), reverse=True)
