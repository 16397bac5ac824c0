"""Whether a pen can have made what was taken for ink."""

from __future__ import annotations

import cv2
import numpy as np

from model.preprocess.contrast import Grey

# Half of a stroke's width is at most so many times its mean depth, and this share of the picture's longest side; more
# in close crops, as pictures of less than so many pixels are more often than photographs.
MAX_DEPTH_RATIO, MAX_HALF_WIDTH = 4.0, 0.14
SMALL_SIDE, MAX_HALF_WIDTH_CROP = 64, 0.2
# In a picture of eight pixels a stroke has half a width of up to so many.
LEAST_HALF_WIDTH = 3.0
# A board is painted over if this share of it is ink, and no less than so many pixels high and wide.
PAINTED, SMALLEST_BOARD = 0.88, 24
# A rim around what is painted over is at most this share of each side deep.
RIM = 0.06
# Nobody inks a whole side of a picture, so many pixels deep.
FULL_SIDE, FULL_DEPTH = 0.98, 3
# A band is at least this share of the picture wide, and its ends are alike in this share of their columns.
BAND_SHARE, BAND_ALIKE = 0.2, 0.8


def looks_written(mask: Grey) -> bool:
    """Tell whether a mask (height, width), 1 for ink, has strokes of about one width, none too wide, and free sides.

    The depth of a pixel is its distance to the outline; across a stroke its mean is half of its largest value.
    """
    left, top, width, height = cv2.boundingRect(mask)
    at_border = left == 0 or top == 0 or left + width == mask.shape[1] or top + height == mask.shape[0]
    if at_border and (has_band(mask) or has_band(mask.T) or (fills_a_side(mask) and not is_cut_at_its_bar(mask))):
        return False
    # What reaches from side to side is cut close: strokes end at the border, and are as wide as in small pictures. In
    # those, stripes do, too.
    spans = width == mask.shape[1], height == mask.shape[0]
    is_crop = all(spans) if is_small(mask) else any(spans)
    if is_crop:
        near = np.pad(mask[top : top + height, left : left + width], 1)
    else:
        # With a border of paper, where the picture has any around its ink: a shadow goes on beyond the picture.
        near = mask[max(0, top - 1) : top + height + 1, max(0, left - 1) : left + width + 1]
    depth = cv2.distanceTransform(near, cv2.DIST_L2, 3)
    deepest = cv2.minMaxLoc(depth)[1]
    mean = float(depth.sum()) / max(cv2.countNonZero(near), 1)
    share = MAX_HALF_WIDTH_CROP if is_crop or is_small(mask) else MAX_HALF_WIDTH
    widest = max(share * max(mask.shape), LEAST_HALF_WIDTH)
    return bool(deepest <= min(widest, MAX_DEPTH_RATIO * mean + 1.0))


def is_small(picture: Grey) -> bool:
    """Tell whether a picture is more often a close crop than a photograph."""
    return bool(max(picture.shape) < SMALL_SIDE)


def is_painted_over(mask: Grey) -> bool:
    """Tell whether a whole board is ink; a small close crop of a 1 may be, too, and is left to the CNN.

    Where the paint is taken for paper, the rim that it leaves is all the ink there is.
    """
    is_ink = min(mask.shape) >= SMALLEST_BOARD and cv2.countNonZero(mask) >= PAINTED * mask.size
    return is_ink or is_rim(mask)


def is_rim(mask: Grey) -> bool:
    """Tell whether all ink lies near the sides of a picture, and covers one of them from end to end."""
    down, across = (int(RIM * side) for side in mask.shape)
    inside = mask[down : mask.shape[0] - down, across : mask.shape[1] - across]
    return not inside.any() and fills_a_side(mask, 1)


def fills_a_side(mask: Grey, depth: int = FULL_DEPTH) -> bool:
    """Tell whether ink covers one of the sides of a picture, so many pixels deep."""
    sides = (mask[:depth], mask[-depth:], mask[:, :depth], mask[:, -depth:])
    return any(cv2.countNonZero(side) >= FULL_SIDE * side.size for side in sides)


def is_cut_at_its_bar(mask: Grey) -> bool:
    """Tell the bar of a 7, cut close, from a dark edge: all ink is one piece that goes to all sides."""
    down = mask[:FULL_DEPTH].any() and mask[-FULL_DEPTH:].any()
    across = mask[:, :FULL_DEPTH].any() and mask[:, -FULL_DEPTH:].any()
    return bool(down and across) and cv2.connectedComponents(mask)[0] == 2


def has_band(mask: Grey) -> bool:
    """Tell whether ink goes from top to bottom in a band: it begins and ends in the same columns, and in many."""
    top, bottom = mask[:FULL_DEPTH].all(axis=0), mask[-FULL_DEPTH:].all(axis=0)
    both, either = int(np.count_nonzero(top & bottom)), int(np.count_nonzero(top | bottom))
    return both >= BAND_SHARE * top.size and both >= BAND_ALIKE * either
