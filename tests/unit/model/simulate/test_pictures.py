"""Pictures that are trained on: what each kind holds."""

from dataclasses import replace

import numpy as np
import pytest

from model.simulate import pictures
from model.simulate.pictures import Makers, make_picture, make_scene, write_digits
from model.simulate.strokes import StrokeDigit
from model.simulate.templates import template_digit, template_strokes


@pytest.fixture(scope="module")
def makers(golden):
    rng = np.random.default_rng(0)
    strokes = [StrokeDigit(label, "w0", [100 * each for each in template_strokes(label, rng)]) for label in range(10)]
    return Makers.of(strokes, golden.tiles, golden.labels)


@pytest.mark.parametrize("kind", ["digits", "boards", "lines", "none", "squares"])
def test_scenes_of_each_kind(makers, kind):
    scenes = [make_scene(kind, makers, np.random.default_rng(seed)) for seed in range(12)]

    counts = [len(scene.labels) for scene in scenes]
    if kind == "none":
        assert set(counts) == {0}
    elif kind == "lines":
        assert 2 <= min(counts) < max(counts)
    else:
        assert set(counts) == {1}
    again = make_scene(kind, makers, np.random.default_rng(0))
    np.testing.assert_array_equal(again.grey, scenes[0].grey)


def test_pictures_are_of_what_is_asked_for_on_what_is_asked_for(makers):
    board = make_picture("digit", "drawboard", makers, np.random.default_rng(1))
    line = make_picture("line", "scanner", makers, np.random.default_rng(1))
    mixed, emphasised = (
        [make_picture(what, "screen", makers, np.random.default_rng(seed)) for seed in range(8)]
        for what in ("mixed", "emphasised")
    )

    assert board.grey.shape == (500, 500)
    assert len(board.labels) == 1
    assert len(line.labels) > 1
    for scenes in (mixed, emphasised):
        assert min(len(scene.labels) for scene in scenes) == 1 < max(len(scene.labels) for scene in scenes)


def test_lines_have_one_row_or_two(makers):
    inks = [write_digits(makers.digits, np.random.default_rng(seed)) for seed in range(30)]

    assert {max(ink.lines) for ink in inks} == {0, 1}
    assert all(ink.lines == tuple(sorted(ink.lines)) for ink in inks)


def test_boards_bear_templates_as_large_as_digits_were_written(makers):
    written = [template_digit(np.random.default_rng(0))]
    bearing = replace(makers, strokes=written)
    chosen = [pictures.choose_for_board(bearing, np.random.default_rng(seed)) for seed in range(200)]

    templates = [digit for digit in chosen if digit is not written[0]]
    assert 15 <= len(templates) <= 45
    assert len({digit.label for digit in templates}) > 5
    sides = [np.ptp(np.concatenate(digit.strokes), axis=0).max() for digit in templates]
    assert 105 < min(sides) < max(sides) < 265
