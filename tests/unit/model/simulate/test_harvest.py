"""What preprocessing finds in scenes, with the label of the ink it holds."""

from dataclasses import replace

import numpy as np
import pytest

from model.network import NO_DIGIT_CLASS
from model.simulate.harvest import MAX_NONE, covers, harvest_tiles, is_bar, share_box
from model.simulate.scene import Scene
from tests.support.sketches import sketch

SHAPE = (130, 260)


def make_scene(*digits, boxes=True, pen=6):
    """Digits in the boxes of their middle lines, dark on light."""
    around = tuple((left - 3, top - 3, width + 6, height + 6) for _, (left, top, width, height) in digits)
    labels = tuple(int(digit) for digit, _ in digits) if boxes else ()
    grey = 255 - sketch(SHAPE, *digits, pen=pen)
    return Scene(grey, labels, (0,) * len(labels), around if boxes else (), np.zeros_like(grey))


def harvest(scene, seed=0):
    return harvest_tiles(scene, np.random.default_rng(seed))


def test_a_digit_gets_its_label():
    tiles, labels = harvest(make_scene(("2", (30, 20, 60, 90))))

    assert labels == [2]
    assert tiles.shape == (1, 28, 28)
    assert tiles.dtype == np.uint8


def test_digits_beside_each_other_get_theirs():
    _, labels = harvest(make_scene(("2", (20, 20, 50, 90)), ("7", (120, 20, 50, 90)), ("5", (190, 20, 50, 90))))

    assert labels[:3] == [2, 7, 5]
    # Neighbours together are none.
    assert set(labels[3:]) <= {NO_DIGIT_CLASS}


def test_of_digits_that_touch_the_parts_are_digits_and_the_whole_is_none():
    tiles, labels = harvest(make_scene(("7", (40, 20, 60, 90)), ("0", (94, 20, 60, 90))))

    assert {7, 0, NO_DIGIT_CLASS} == set(labels)
    assert labels.count(NO_DIGIT_CLASS) <= MAX_NONE
    assert len(tiles) == len(labels)


def test_what_is_no_digit_is_none_but_for_bars():
    assert harvest(make_scene(("8", (30, 20, 60, 90)), boxes=False))[1] == [NO_DIGIT_CLASS]
    assert harvest(make_scene(("1", (30, 20, 60, 90)), boxes=False))[1] == []


def test_only_some_of_many_nones_are_kept_and_the_seed_says_which():
    scene = make_scene(*(("8", (10 + 50 * at, 30, 22, 36)) for at in range(5)), boxes=False)

    tiles, labels = harvest(scene)

    assert labels == [NO_DIGIT_CLASS] * MAX_NONE
    np.testing.assert_array_equal(tiles, harvest(scene)[0])


def test_half_a_digit_is_none():
    """The truth is twice as high as what is in the picture."""
    scene = make_scene(("0", (40, 20, 60, 60)))
    halved = replace(scene, boxes=((37, 17, 66, 160),))

    assert harvest(halved)[1] == [NO_DIGIT_CLASS]


def test_a_large_scene_is_harvested_in_its_own_pixels():
    scene = make_scene(("2", (30, 20, 60, 90)))
    grey = np.kron(scene.grey, np.ones((4, 4), np.uint8))
    boxes = tuple((4 * left, 4 * top, 4 * width, 4 * height) for left, top, width, height in scene.boxes)

    assert harvest(replace(scene, grey=grey, boxes=boxes))[1] == [2]


def test_a_blank_scene_gives_nothing():
    tiles, labels = harvest(Scene(np.full(SHAPE, 200, np.uint8), (), (), (), np.zeros(SHAPE, np.uint8)))

    assert tiles.shape == (0, 28, 28)
    assert labels == []


def test_boxes_are_compared():
    assert share_box((0, 0, 10, 10), (0, 0, 10, 10)) == 1.0
    assert share_box((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(1 / 3)
    assert share_box((0, 0, 10, 10), (20, 0, 10, 10)) == 0.0
    assert covers((0, 0, 30, 30), (5, 5, 10, 10))
    assert not covers((0, 0, 8, 30), (5, 5, 10, 10))
    assert (is_bar((0, 0, 10, 60)), is_bar((0, 0, 60, 10)), is_bar((0, 0, 40, 60))) == (True, False, False)
