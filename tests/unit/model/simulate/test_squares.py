"""Digits in small squares, as collections keep them."""

import cv2
import numpy as np
import pytest

from model.simulate.scene import ink_of_digit
from model.simulate.squares import LARGEST, SIDES, lay_in_square


def flagged_one():
    """Draw a one with a flag, three times as high as wide."""
    coverage = np.zeros((120, 40), np.float32)
    cv2.line(coverage, (36, 4), (36, 116), 1.0, 8)
    cv2.line(coverage, (4, 40), (36, 4), 1.0, 8)
    return ink_of_digit(coverage, 1)


@pytest.fixture(scope="module")
def scenes():
    return [lay_in_square(flagged_one(), np.random.default_rng(seed)) for seed in range(120)]


def test_they_are_small_or_such_enlarged(scenes):
    sides = [max(scene.grey.shape) for scene in scenes]

    assert min(sides) < 24
    assert SIDES[1] < max(sides) <= LARGEST * (SIDES[1] + 6)
    assert all(scene.grey.dtype == np.uint8 and scene.owner.shape == scene.grey.shape for scene in scenes)


def test_many_are_stretched_and_some_keep_their_proportions(scenes):
    aspects = [scene.boxes[0][2] / scene.boxes[0][3] for scene in scenes]

    assert sum(aspect > 0.8 for aspect in aspects) > 50
    assert sum(aspect < 0.45 for aspect in aspects) > 8


def test_many_are_cut_at_the_ink_and_others_have_margins(scenes):
    is_cut = [scene.boxes[0][2:] == scene.grey.shape[::-1] for scene in scenes]

    assert 40 < sum(is_cut) < 90


def test_many_have_two_levels(scenes):
    assert 20 < sum(len(np.unique(scene.grey)) == 2 for scene in scenes) < 80


def test_a_bar_is_not_made_a_blot():
    bar = ink_of_digit(np.ones((90, 12), np.float32), 1)

    scenes = [lay_in_square(bar, np.random.default_rng(seed)) for seed in range(30)]

    assert all(scene.boxes[0][2] < 0.4 * scene.boxes[0][3] for scene in scenes)


def test_ink_and_owner_agree(scenes):
    for scene in scenes:
        levels = scene.grey.astype(int)
        of_ink, of_paper = np.median(levels[scene.owner == 1]), np.median(levels[scene.owner == 0])
        assert abs(of_ink - of_paper) > 15
    assert {scene.labels for scene in scenes} == {(1,)}


def test_the_same_seed_gives_the_same_scene():
    first, second = (lay_in_square(flagged_one(), np.random.default_rng(4)) for _ in range(2))

    np.testing.assert_array_equal(first.grey, second.grey)
    assert first.boxes == second.boxes
