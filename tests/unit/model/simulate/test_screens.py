"""Screenshots: a board on a page that differs from it, with what is known of its ink."""

import numpy as np
import pytest

from model.simulate import screens
from model.simulate.screens import draw_page_level, lay_on_screen
from tests.support.inks import draw_seven


@pytest.fixture(scope="module")
def scenes():
    return [lay_on_screen(draw_seven(), np.random.default_rng(seed)) for seed in range(60)]


def test_the_board_lies_on_a_larger_page(scenes):
    assert {scene.labels for scene in scenes} == {(7,)}
    for scene in scenes:
        left, top, width, height = scene.boxes[0]
        assert scene.grey.shape == scene.owner.shape
        inked = scene.owner[top : top + height, left : left + width]
        assert inked.sum() == scene.owner.sum() > 0


def test_ink_stands_out_from_its_board(monkeypatch):
    monkeypatch.setattr(screens, "JPEG_SHARE", 0.0)
    for seed in range(20):
        scene = lay_on_screen(draw_seven(), np.random.default_rng(seed))
        left, top, width, height = scene.boxes[0]
        part = scene.grey[top : top + height, left : left + width].astype(int)
        mine = scene.owner[top : top + height, left : left + width] > 0
        if (~mine).any():
            assert abs(np.median(part[mine]) - np.median(part[~mine])) > 15


def test_pages_are_of_another_shade_than_boards():
    for ground in (0.0, 128.0, 255.0):
        levels = [draw_page_level(ground, np.random.default_rng(seed)) for seed in range(50)]
        assert min(abs(level - ground) for level in levels) >= screens.LEAST_DIFFERENCE
        assert len(set(levels)) > 10


def test_what_stands_beside_is_nobodys(monkeypatch):
    monkeypatch.setattr(screens, "FURNITURE_SHARE", 1.0)
    monkeypatch.setattr(screens, "FULL_WIDTH_SHARE", 0.0)
    scenes = [lay_on_screen(draw_seven(), np.random.default_rng(seed)) for seed in range(30)]

    # Bars, buttons and words make pages of more levels than a bare page and its board have.
    assert sum(np.unique(scene.grey[scene.owner == 0]).size > 10 for scene in scenes) > 10
    assert all(set(np.unique(scene.owner)) <= {0, 1} for scene in scenes)


def test_the_same_seed_gives_the_same_screenshot(scenes):
    again = lay_on_screen(draw_seven(), np.random.default_rng(3))

    np.testing.assert_array_equal(again.grey, scenes[3].grey)
    assert again.boxes == scenes[3].boxes
