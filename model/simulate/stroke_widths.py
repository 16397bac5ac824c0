"""How wide a digit's strokes are, and how to make them as wide as those beside it."""

from __future__ import annotations

import cv2
import numpy as np

from model.simulate.scene import Coverage
from model.simulate.tiles import crop_ink

# At each edge, pens grow or shrink by at most these shares of their width: more would fill loops or break strokes.
MAX_GROWTH, MAX_SHRINKAGE = 0.3, 0.2


def measure_pen(coverage: Coverage) -> float:
    """Estimate a digit's stroke width in pixels: a long stroke's area is half its outline times its width."""
    inked = np.pad(coverage > 0.5, 1)
    # Steps along rows and columns count a round outline 4 / pi times too long.
    outline = np.count_nonzero(inked[1:] != inked[:-1]) + np.count_nonzero(inked[:, 1:] != inked[:, :-1])
    return max(1.0, 2 * float(np.count_nonzero(inked)) / max(outline * np.pi / 4, 1.0))


def change_pen(coverage: Coverage, pen: float, wanted: float) -> Coverage:
    """Make strokes `pen` px wide about `wanted` px wide, as far as the digit stays readable."""
    grow = float(np.clip((wanted - pen) / 2, -MAX_SHRINKAGE * pen, MAX_GROWTH * pen))
    # Less than a third of a pixel is not seen.
    if abs(grow) < 0.34:
        return coverage
    margin = int(np.ceil(max(grow, 0.0))) + 1
    padded = np.pad(coverage, margin)
    inked = (padded > 0.5).astype(np.uint8)
    distance = cv2.distanceTransform(inked, cv2.DIST_L2, 3) - cv2.distanceTransform(1 - inked, cv2.DIST_L2, 3)
    mask = np.clip(distance + grow + 0.5, 0.0, 1.0).astype(np.float32)
    # A thinner stroke keeps its grain; a thicker one gets the pen's usual darkness at its edge.
    dark = np.float32(np.median(coverage[coverage > 0.5])) if (coverage > 0.5).any() else np.float32(1.0)
    changed = np.maximum(padded, mask * dark) if grow > 0 else padded * mask
    return crop_ink(changed) if changed.max() > 0.5 else coverage
