"""Marks: which pixels they may touch, and what they do to them."""

import numpy as np
import pytest

from model.mnist_c.marks import MUD, dotted_line, draw_line, find_corners, spatter, stripe, zigzag

BLANK = np.zeros((28, 28), np.uint8)


def test_stripe_inverts_seven_columns_on_either_side(digit, rng):
    striped = stripe(digit, rng)

    outer = np.r_[0:7, 21:28]
    np.testing.assert_array_equal(striped[:, outer], 255 - digit[:, outer])
    np.testing.assert_array_equal(striped[:, 7:21], digit[:, 7:21])


def test_spatter_is_dark_mud_that_covers_some(rng):
    drops = np.stack([spatter(BLANK, rng) for _ in range(30)])

    assert drops.max() == round(255 * MUD)
    assert (drops > 0).mean() == pytest.approx(0.18, abs=0.08)


def test_spatter_darkens_ink(digit, rng):
    spattered = spatter(digit, rng)

    assert (spattered[digit == 255] < 255).any()
    assert spattered[digit == 0].max() <= round(255 * MUD)


def test_dots_are_two_columns_wide_and_two_apart(rng):
    columns = dotted_line(BLANK, rng).max(axis=0)

    assert (columns[np.arange(28) // 2 % 2 == 0] == 0).all()
    assert (columns[2:27][np.arange(2, 27) // 2 % 2 == 1] > 150).all()
    assert columns[27] == 0


@pytest.mark.parametrize("mark", [dotted_line, zigzag])
def test_lines_only_add_ink(mark, digit, rng):
    assert (mark(digit, rng) >= digit).all()


def test_a_line_fades_with_the_distance():
    line = draw_line((3, 10), (20, 10))

    assert line[10, 3:20].min() == 1
    assert line[9, 5] == line[11, 5] == pytest.approx(1 + np.log(1 - 1 / 2.3))
    assert line[[8, 12]].max() == 0
    assert line[:, np.r_[0:3, 20:28]].max() == 0


def test_corners_lie_two_off_the_line_by_turns():
    np.testing.assert_allclose(
        find_corners(12, 0),
        [[2, 12], [4, 14], [8, 10], [12, 14], [16, 10], [20, 14], [24, 10], [25, 12 - 1 / 3]],
    )


def test_a_falling_zigzag_turns_with_its_line():
    corners = find_corners(5, -5)

    assert len(corners) == 8
    slope = np.array([23, -5]) / np.hypot(23, 5)
    np.testing.assert_allclose(np.abs((corners[1:-1] - corners[0]) @ [-slope[1], slope[0]]), 2)


def test_a_zigzag_spans_the_picture(rng):
    columns = np.flatnonzero(np.max([zigzag(BLANK, rng) for _ in range(20)], axis=(0, 1)))

    assert columns[0] == 2
    assert columns[-1] >= 24
