"""Whatever is in a picture, preprocessing ends with tiles and boxes, and raises nothing."""

import numpy as np
import pytest

from model.preprocess import BLANK, LOW_CONTRAST, NOT_A_DIGIT, preprocess

COUNT = 210


def list_kinds(shape, rng):
    """Make pictures of one size: noise, stripes, checks, gradients, boxes, walks, levels near each other."""
    height, width = shape
    rows, columns = np.indices(shape)
    step = int(rng.integers(1, 12))
    walk = np.full(shape, 255, np.uint8)
    walk[np.cumsum(rng.integers(-1, 2, 300)) % height, np.cumsum(rng.integers(-1, 2, 300)) % width] = 0
    boxes = np.full(shape, 200, np.uint8)
    for _ in range(6):
        top, left = rng.integers(height), rng.integers(width)
        boxes[top : top + rng.integers(1, height + 1), left : left + rng.integers(1, width + 1)] = rng.integers(256)
    return {
        "noise": rng.integers(0, 256, shape),
        "sparse": (rng.random(shape) < 0.03) * 255,
        "two levels": rng.integers(0, 2, shape) * 255,
        "lying stripes": rows // step % 2 * 255,
        "standing stripes": columns // step % 2 * 255,
        "slanted stripes": (rows + columns) // step % 2 * 255,
        "checks": (rows // step + columns // step) % 2 * 255,
        "gradient": rows * 255 // height,
        "slanted gradient": (rows + columns) * 255 // (height + width),
        "near levels": 120 + rng.integers(0, 12, shape),
        "boxes": boxes,
        "walk": walk,
    }


def draw_shape(rng):
    """Mostly small, often a pixel wide or high, some long, some large enough to be reduced."""
    sides = [1, 2, 3, 5, int(rng.integers(6, 64)), int(rng.integers(64, 200)), int(rng.integers(300, 900))]
    weights = [0.1, 0.08, 0.08, 0.08, 0.36, 0.22, 0.08]
    return int(rng.choice(sides, p=weights)), int(rng.choice(sides, p=weights))


@pytest.mark.parametrize("seed", range(COUNT // 7))
def test_any_picture_gives_tiles_and_boxes_inside(as_picture, seed):
    rng = np.random.default_rng(seed)
    for _ in range(7):
        shape = draw_shape(rng)
        kinds = list_kinds(shape, rng)
        kind = list(kinds)[rng.integers(len(kinds))]
        found = preprocess(as_picture(kinds[kind].astype(np.uint8)))

        for each in found.candidates:
            assert each.tile.shape == (28, 28), (kind, shape)
            assert each.tile.dtype == np.uint8
            left, top, width, height = np.multiply(each.piece.box, found.view.factor).tolist()
            assert 0 <= left < left + width <= shape[1]
            assert 0 <= top < top + height <= shape[0]
            assert each.start < each.end
        assert found.warnings in {(), (BLANK,), (LOW_CONTRAST,), (NOT_A_DIGIT,)}
        assert (found.warnings in {(BLANK,), (NOT_A_DIGIT,)}) == (found.candidates == ())
