"""Photographs: readable ink in light and shadow, boxes that follow the view."""

from dataclasses import replace

import numpy as np
import pytest

from model.simulate import lights, subjects
from model.simulate.aiming import aim
from model.simulate.cameras import photograph, photograph_from_afar, photograph_in_shade
from model.simulate.noise import place
from model.simulate.scene import Ink
from tests.support.inks import draw_seven


def row_of_bars(count):
    owner = np.zeros((100, 60 * count), np.uint8)
    for index in range(count):
        owner[:, 60 * index : 60 * index + 12] = index + 1
    return Ink((owner > 0).astype(np.float32), owner, (1,) * count, (0,) * count)


@pytest.fixture(scope="module")
def scenes():
    return [photograph(draw_seven(), np.random.default_rng(seed)) for seed in range(100)]


def test_scenes_are_pictures_with_boxes_inside(scenes):
    for scene in scenes:
        left, top, width, height = scene.boxes[0]
        assert scene.grey.dtype == np.uint8
        assert 60 <= max(scene.grey.shape) <= 721
        assert min(width, height) >= 5
        assert 0 <= left <= left + width <= scene.grey.shape[1]
        assert 0 <= top <= top + height <= scene.grey.shape[0]


def test_from_afar_pictures_are_large_and_digits_a_small_part():
    for seed in range(30):
        scene = photograph_from_afar(draw_seven(), np.random.default_rng(seed))
        assert 479 <= max(scene.grey.shape) <= 2401
        assert scene.boxes[0][3] <= 0.35 * scene.grey.shape[0]


def test_the_same_seed_gives_the_same_photograph(scenes):
    again = photograph(draw_seven(), np.random.default_rng(5))

    np.testing.assert_array_equal(again.grey, scenes[5].grey)
    assert again.boxes == scenes[5].boxes


def test_chalk_is_light_and_ink_dark(monkeypatch):
    for share in ("THING_SHARE", "RULED_SHARE", "BOXED_SHARE", "WHITEBOARD_SHARE"):
        monkeypatch.setattr(subjects, share, 0.0)
    monkeypatch.setattr(lights, "FLASH_SHARE", 0.0)
    no_shadows = replace(lights.USUAL, share=0.0)
    for chalk in (0.0, 1.0):
        monkeypatch.setattr(subjects, "BLACKBOARD_SHARE", chalk)
        for seed in range(15):
            scene = photograph(draw_seven(), np.random.default_rng(seed), shadows=no_shadows)
            left, top, width, height = scene.boxes[0]
            part = scene.grey[top : top + height, left : left + width].astype(int)
            ground = int(np.median(scene.grey))
            darker, lighter = ground - np.percentile(part, 2), np.percentile(part, 98) - ground
            assert (lighter > darker) == bool(chalk)
            assert max(lighter, darker) > 15


def test_no_digit_of_a_line_is_left_out():
    for seed in range(40):
        scene = photograph(row_of_bars(6), np.random.default_rng(seed))
        assert len(scene.boxes) == 6
        assert all(box[2] > 0 and box[3] > 0 for box in scene.boxes)


def test_the_view_keeps_ink_in_the_picture():
    ink = draw_seven()
    for seed in range(60):
        view, onto_page, shape = aim(ink, np.random.default_rng(seed))
        laid = place(ink, view @ onto_page, shape)
        determinant = abs(np.linalg.det((view @ onto_page)[:2, :2]))
        assert float(laid.coverage.sum()) > 0.6 * determinant * float(ink.coverage.sum())


def test_a_shadow_darkens_a_part():
    for seed in range(20):
        shadow = lights.cast_shadow((120, 160), 0.5, np.random.default_rng(seed))
        assert shadow.shape == (120, 160)
        assert shadow.dtype == np.float32
        assert float(shadow.min()) >= 0.499
        assert float(shadow.max()) <= 1.0
    shadows = [lights.cast_shadow((120, 160), 0.5, np.random.default_rng(seed)).mean() for seed in range(30)]
    assert 0.6 < np.mean(shadows) < 0.97


def test_hard_shadows_have_sharper_edges():
    """The steepest step from light to shadow, as a share of the shadow's depth."""

    def measure_steepest(softness):
        shadows = [lights.cast_shadow((120, 160), 0.5, np.random.default_rng(seed), softness) for seed in range(20)]
        return np.median([np.abs(np.diff(shadow, axis=axis)).max() / 0.5 for shadow in shadows for axis in (0, 1)])

    assert measure_steepest(lights.HARD.softness) > 2 * measure_steepest(lights.USUAL.softness)


def test_every_photograph_in_the_shade_has_a_shadow(monkeypatch):
    cast_shadow, depths = lights.cast_shadow, []

    def note(shape, depth, *rest):
        depths.append(depth)
        return cast_shadow(shape, depth, *rest)

    monkeypatch.setattr(lights, "cast_shadow", note)
    for seed in range(10):
        photograph_in_shade(draw_seven(), np.random.default_rng(seed))

    assert len(depths) == 10
    assert lights.HARD.depths[0] <= min(depths) < max(depths) <= lights.HARD.depths[1]


def test_nothing_lies_on_ink(monkeypatch):
    monkeypatch.setattr(subjects, "THING_SHARE", 1.0)
    coverage = np.zeros((100, 100), np.float32)
    coverage[35:70, 30:60] = 1
    ground, changed = np.full((100, 100), 0.9, np.float32), 0
    for seed in range(40):
        after = subjects.add_things(ground, coverage, np.random.default_rng(seed))
        assert np.abs(after - ground)[coverage > 0].max() < 0.02
        changed += bool((after != ground).any())
    assert changed > 10
