"""A sheet on a table, told by its edges from shadows, rulings and strokes."""

import cv2
import numpy as np
import pytest

from model.preprocess.contrast import count_levels
from model.preprocess.sheets import find_sheet, keep_on_sheet
from tests.support.sketches import as_mask, share_ink, sketch

SHAPE = (200, 240)
# Corners of the sheet: cut by the picture's border on one side, on two, and with a corner in the picture.
SHEETS = {
    "aslant": ((-10, 30), (250, 90), (250, 210), (-10, 210)),
    "upright": ((60, -10), (250, -10), (250, 210), (60, 210)),
    "with a corner": ((40, 20), (260, 60), (260, 230), (20, 230)),
}
SEVEN = ("7", (110, 110, 40, 60))


@pytest.fixture
def seven():
    return sketch(SHAPE, SEVEN, pen=6)


def light_up(corners, table=80, paper=200):
    """Lay a sheet on a grained table: float32, 1 in the mask where the sheet is."""
    sheet = cv2.fillPoly(np.zeros(SHAPE, np.uint8), [np.array(corners, np.int32)], (1,))
    grain = np.random.default_rng(0).normal(0, 2, SHAPE)
    return sheet, np.where(sheet > 0, paper, table) + grain


def write(levels, ink):
    grey = (levels * (1 - 0.7 * ink / 255)).clip(0, 255).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(grey, (3, 3), 0), np.uint8)


def keep(grey, mask):
    return keep_on_sheet(grey, count_levels(grey), mask)


@pytest.mark.parametrize("corners", SHEETS.values(), ids=SHEETS)
def test_what_is_not_on_the_sheet_goes(corners, seven):
    sheet, levels = light_up(corners)
    with_table = as_mask(seven)
    with_table[sheet == 0] |= np.random.default_rng(1).random(SHAPE)[sheet == 0] < 0.2
    with_table |= cv2.morphologyEx(sheet, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))

    kept = keep(write(levels, seven), with_table)

    assert share_ink(kept, as_mask(seven)) > 0.9


def test_a_soft_shadow_is_no_table(seven):
    _, levels = light_up(SHEETS["aslant"])

    assert find_sheet(write(cv2.GaussianBlur(levels, (0, 0), 8), seven)) is None


@pytest.mark.parametrize("thick", [1, 3, 6])
def test_a_ruling_is_no_edge(thick, seven):
    _, levels = light_up(SHEETS["aslant"], table=200)
    cv2.line(levels, (0, 60), (240, 80), (120,), thick)

    assert find_sheet(write(levels, seven)) is None


def test_a_long_stroke_is_no_edge():
    _, levels = light_up(SHEETS["aslant"], table=200)

    assert find_sheet(write(levels, sketch(SHAPE, ("1", (120, 20, 10, 160)), pen=24))) is None


def test_a_dark_border_is_no_table(seven):
    _, levels = light_up(((6, 0), (240, 0), (240, 200), (6, 200)))

    assert find_sheet(write(levels, seven)) is None


def test_where_nothing_is_written_on_the_light_side_all_is_kept():
    """A blackboard beside a window."""
    _, levels = light_up(SHEETS["upright"])
    beside = sketch(SHAPE, ("7", (10, 60, 30, 60)), pen=4)

    assert (keep(write(levels, beside), as_mask(beside)) == as_mask(beside)).all()


def test_what_is_written_across_the_sharp_edge_of_a_shadow_is_kept():
    _, levels = light_up(SHEETS["upright"], table=120)
    across = sketch(SHAPE, ("7", (30, 60, 70, 90)), pen=8)

    assert (keep(write(levels, across), as_mask(across)) == as_mask(across)).all()
