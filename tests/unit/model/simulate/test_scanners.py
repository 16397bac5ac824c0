"""Scans: tight, stretched, 1-bit, of either polarity, and boxes about the ink."""

import numpy as np
import pytest

from model.simulate import scanners
from model.simulate.scene import Ink
from tests.support.inks import draw_seven


@pytest.fixture(scope="module")
def scenes():
    return [scanners.scan(draw_seven(), np.random.default_rng(seed)) for seed in range(200)]


def test_scenes_are_pictures_with_boxes_inside(scenes):
    for scene in scenes:
        left, top, width, height = scene.boxes[0]
        assert scene.grey.dtype == np.uint8
        assert 8 <= height <= 75
        assert width >= 3
        assert 0 <= left <= left + width <= scene.grey.shape[1]
        assert 0 <= top <= top + height <= scene.grey.shape[0]


def test_the_same_seed_gives_the_same_scan(scenes):
    again = scanners.scan(draw_seven(), np.random.default_rng(9))

    np.testing.assert_array_equal(again.grey, scenes[9].grey)
    assert again.boxes == scenes[9].boxes


def test_scans_are_of_all_kinds(scenes):
    assert 20 < sum(np.unique(scene.grey).size == 2 for scene in scenes) < 120
    assert any(scene.grey.shape == (16, 16) for scene in scenes)
    dark = sum(float(np.median(scene.grey)) < 128 for scene in scenes)
    assert 40 < dark < 130  # Either polarity.
    full = sum(scene.boxes[0] == (0, 0, *scene.grey.shape[::-1]) for scene in scenes)
    assert 20 < full < 110  # Ink touches all borders.


def test_a_tile_stretches_the_box_with_the_ink():
    grey, owner = np.full((40, 30), 255, np.uint8), np.zeros((40, 30), np.uint8)
    grey[10:30, 6:24], owner[10:30, 6:24] = 0, 1
    tile, owned = scanners.stretch(grey, owner, False, np.random.default_rng(0))

    assert tile.shape == owned.shape
    assert tile.shape[0] == tile.shape[1]
    assert (tile[owned == 0] > 100).all()
    rows, columns = np.flatnonzero((owned > 0).any(axis=1)), np.flatnonzero((owned > 0).any(axis=0))
    assert len(rows) / len(owned) == pytest.approx(0.5, abs=0.13)
    assert len(columns) / len(owned) == pytest.approx(0.6, abs=0.13)


def test_a_one_stays_a_one():
    grey = np.full((60, 6), 0, np.uint8)
    tile, owned = scanners.stretch(grey, np.ones_like(grey), False, np.random.default_rng(0))

    assert float((owned > 0).mean()) < 0.4
    assert tile.shape[0] == tile.shape[1]


def test_bare_paper_stays_bare_when_ink_runs():
    coverage = np.zeros((40, 40), np.float32)
    coverage[15:25, 15:25] = 1
    for seed in range(10):
        run = scanners.bleed(coverage, 10.0, np.random.default_rng(seed))
        assert run.dtype == np.float32
        assert run[:5].max() == 0
        assert run[19:21, 19:21].min() > 0.5


def test_other_ink_keeps_off_the_strokes():
    ink = draw_seven()
    around = ((30, 30), (30, 30))
    wide = Ink(np.pad(ink.coverage, around), np.pad(ink.owner, around), ink.labels, ink.lines)
    drawn = 0
    for seed in range(40):
        other = scanners.draw_other_ink(wide, True, 12.0, np.random.default_rng(seed))
        assert other[wide.coverage > 0.1].max() == 0
        drawn += bool(other.any())
    assert drawn > 5


def test_a_blank_scan_has_no_boxes():
    blank = Ink(np.zeros((40, 40), np.float32), np.zeros((40, 40), np.uint8))

    assert all(scanners.scan(blank, np.random.default_rng(seed)).boxes == () for seed in range(10))
