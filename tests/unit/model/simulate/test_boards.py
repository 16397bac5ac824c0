"""Boards: ink of any shade anywhere, and boxes about it."""

import numpy as np
import pytest

from model.simulate import boards
from model.simulate.scene import Ink
from tests.support.inks import draw_seven


@pytest.fixture(scope="module")
def scenes():
    return [boards.lay_on_board(draw_seven(), np.random.default_rng(seed)) for seed in range(150)]


def test_scenes_are_pictures_with_boxes_inside(scenes):
    for scene in scenes:
        left, top, width, height = scene.boxes[0]
        assert scene.grey.dtype == np.uint8
        assert scene.labels == (7,)
        assert width > 0
        assert height > 0
        assert 0 <= left <= left + width <= scene.grey.shape[1]
        assert 0 <= top <= top + height <= scene.grey.shape[0]


def test_boxes_surround_the_ink(monkeypatch):
    for share in ("FRAME_SHARE", "GRID_SHARE", "JPEG_SHARE", "SMALL_SHARE"):
        monkeypatch.setattr(boards, share, 0.0)
    monkeypatch.setattr(boards, "TIGHT_SHARE", 0.0)
    for seed in range(40):
        scene = boards.lay_on_board(draw_seven(), np.random.default_rng(seed))
        left, top, width, height = scene.boxes[0]
        # The ground is the commonest level.
        ground = np.bincount(scene.grey.ravel()).argmax()
        change = np.abs(scene.grey.astype(int) - ground)
        inked = change > 0.15 * change.max()
        assert inked.sum() == inked[top : top + height, left : left + width].sum()
        # The box is no larger than what can be seen.
        seen = change > 0.06 * change.max()
        rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
        assert rows[0] <= top + 1
        assert columns[0] <= left + 1
        assert rows[-1] >= top + height - 2
        assert columns[-1] >= left + width - 2


def test_the_same_seed_gives_the_same_board(scenes):
    again = boards.lay_on_board(draw_seven(), np.random.default_rng(3))

    np.testing.assert_array_equal(again.grey, scenes[3].grey)
    assert again.boxes == scenes[3].boxes


def test_boards_are_of_all_kinds(scenes):
    lighter = sum(int(np.median(scene.grey)) > int(scene.grey.mean()) for scene in scenes)
    assert 30 < lighter < 120  # Either polarity.
    assert any(max(scene.grey.shape) <= 40 for scene in scenes)
    assert any(np.unique(scene.grey).size == 2 for scene in scenes)
    touching = [scene for scene in scenes if scene.boxes[0][:2] == (0, 0)]
    assert 5 < len(touching) < 60


def test_levels_are_apart():
    rng = np.random.default_rng(0)
    contrasts = np.array([abs(ground - pen) for ground, pen in (boards.draw_levels(rng) for _ in range(500))])

    assert contrasts.min() >= boards.MIN_CONTRAST
    assert 0.05 < (contrasts < boards.FAINT_CONTRAST).mean() < 0.3


def test_a_stretched_board_stretches_the_box(monkeypatch):
    for share in ("TIGHT_SHARE", "SMALL_SHARE", "JPEG_SHARE"):
        monkeypatch.setattr(boards, share, 0.0)
    monkeypatch.setattr(boards, "STRETCH_SHARE", 1.0)
    monkeypatch.setattr(boards, "STRETCHES", (1.699, 1.7))
    box = boards.lay_on_board(draw_seven(), np.random.default_rng(0)).boxes[0]

    assert box[2] / box[3] == pytest.approx(1.7 * 105 / 146, rel=0.05)


def test_a_blank_board_has_no_boxes():
    blank = Ink(np.zeros((40, 40), np.float32), np.zeros((40, 40), np.uint8))

    assert boards.lay_on_board(blank, np.random.default_rng(0)).boxes == ()
