"""Ink found in pictures of any polarity and light."""

import numpy as np
import pytest

from model.preprocess.contrast import count_levels
from model.preprocess.ink import find_inks, is_flat
from tests.support.sketches import as_mask, share_ink, sketch

SHAPE = (200, 240)


# Looking for ink on striped paper finds some in strong grain.


@pytest.fixture
def seven():
    return sketch(SHAPE, ("7", (80, 40, 70, 110)), pen=8)


def find_ink(grey):
    """The likeliest ink, or None."""
    return next(find_inks(grey), None)


def lay(ink, paper=230.0, shade=0.8):
    return (np.broadcast_to(paper, ink.shape) * (1 - shade * ink / 255)).astype(np.uint8)


@pytest.mark.parametrize("shape", [(28, 28), (28, 280), (100, 28)])
@pytest.mark.parametrize("level", [10, 20, 40, 80, 200])
def test_grain_is_no_ink_however_dark_the_paper_is(shape, level):
    grain = np.random.default_rng(level).normal(level, 3.0, shape)

    assert find_ink(grain.clip(0, 255).astype(np.uint8)) is None


@pytest.mark.parametrize("polarity", [1, -1])
def test_a_drawing_of_either_polarity(seven, polarity):
    grey = lay(seven)

    ink = find_ink(grey if polarity == 1 else 255 - grey)

    assert share_ink(ink.mask, as_mask(seven)) > 0.8
    assert ink.contrast == pytest.approx(0.8 * 230, abs=10)
    assert set(np.unique(ink.mask)) == {0, 1}
    assert np.median(ink.strength[seven == 255]) > 240


def test_a_photograph_with_shadow_and_grain(seven):
    paper = np.linspace(240, 120, SHAPE[1])
    paper[150:] *= 0.7
    grain = np.random.default_rng(0).normal(0, 5, SHAPE)

    ink = find_ink((lay(seven, paper) + grain).clip(0, 255).astype(np.uint8))

    assert share_ink(ink.mask, as_mask(seven)) > 0.7


def test_a_picture_half_light_and_half_dark(seven):
    """Bands from top to bottom, with ink across them that is darker than all."""
    bands = np.where(np.arange(SHAPE[1]) // 30 % 2, 230.0, 150.0)

    ink = find_ink(lay(seven, bands, shade=1.0))

    assert share_ink(ink.mask, as_mask(seven)) > 0.6


def test_a_close_crop_without_a_border():
    digit = sketch((28, 22), ("5", (4, 4, 14, 20)), pen=4)
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    crop = digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]

    for grey in (crop, 255 - crop):
        assert share_ink(find_ink(grey).mask, as_mask(crop)) > 0.8


def test_faint_ink_on_clean_paper(seven):
    assert share_ink(find_ink(lay(seven, shade=0.06)).mask, as_mask(seven)) > 0.8


@pytest.mark.parametrize("sigma", [0.0, 2.0, 5.0, 8.0, 20.0])
def test_grain_alone_is_no_ink(sigma):
    grain = np.random.default_rng(1).normal(128, sigma, (120, 120)).clip(0, 255).astype(np.uint8)

    assert find_ink(grain) is None


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (300, 200), (1, 400)])
def test_nothing_is_no_ink(level, shape):
    assert find_ink(np.full(shape, level, np.uint8)) is None


def test_what_a_pen_cannot_have_made_comes_last(seven):
    """Beside the table, dark over all of one side."""
    paper = np.full(SHAPE, 230.0)
    paper[:, :60] = 20

    inks = list(find_inks(lay(seven, paper)))

    assert len(inks) > 1
    assert share_ink(inks[0].mask[:, 70:], as_mask(seven)[:, 70:]) > 0.8
    assert inks[0].mask[:, :50].mean() < 0.5


def test_faint_ink_is_found_and_said_to_be_faint(seven):
    ink = find_ink(lay(seven, shade=0.15))

    assert share_ink(ink.mask, as_mask(seven)) > 0.7
    assert 20 < ink.contrast < 50


def test_soft_edges_are_kept(seven):
    strength = find_ink(lay(seven)).strength

    assert ((strength > 20) & (strength < 235)).sum() > 50


def test_drawings_are_told_from_photographs(seven):
    grained = (lay(seven) + np.random.default_rng(0).normal(0, 4, SHAPE)).clip(0, 255).astype(np.uint8)

    assert is_flat(count_levels(lay(seven)), seven.size)
    assert not is_flat(count_levels(grained), seven.size)
