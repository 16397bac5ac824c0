"""Skeletons: every one can be drawn, and fits its box."""

import numpy as np
import pytest

from model.simulate import skeletons, templates


@pytest.mark.parametrize("label", range(10))
def test_every_skeleton_fits_the_box_and_follows_the_seed(label):
    for seed in range(40):
        strokes = templates.template_strokes(label, np.random.default_rng(seed))
        again = templates.template_strokes(label, np.random.default_rng(seed))
        points = np.concatenate(strokes)
        assert points.dtype == np.float32
        assert points.min() >= -1e-5
        assert points.max() <= 1 + 1e-5
        np.testing.assert_array_equal(points, np.concatenate(again))


def test_all_of_a_digits_skeletons_are_drawn():
    counts = {len(templates.template_strokes(7, np.random.default_rng(seed))) for seed in range(40)}

    assert counts == {1, 2}
    with pytest.raises(ValueError, match="10 is no digit"):
        templates.template_strokes(10, np.random.default_rng(0))


def test_a_round_zero_is_closed():
    control, weights = templates._parse_stroke(skeletons._ROUND_ZERO)
    moved = weights @ (control + np.random.default_rng(0).normal(0, 0.02, control.shape).astype(np.float32))

    np.testing.assert_allclose(moved[0], moved[-1], atol=1e-6)
