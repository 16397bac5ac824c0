"""Boards that lie on a page."""

import numpy as np
import pytest

from model.preprocess.contrast import count_levels
from model.preprocess.panels import keep_panel
from tests.support.sketches import sketch

BOARD = 255 - sketch((80, 60), ("7", (15, 10, 30, 60)), pen=6)


def lay(board, page, shape=(200, 240), at=(50, 70)):
    grey = np.full(shape, page, np.uint8)
    grey[at[0] : at[0] + board.shape[0], at[1] : at[1] + board.shape[1]] = board
    return grey


def keep(grey):
    return keep_panel(grey, count_levels(grey))


@pytest.mark.parametrize(
    ("board", "page"),
    [(BOARD, 0), (BOARD, 128), (255 - BOARD, 255), (255 - BOARD, 128), (40 + BOARD // 2, 0), (40 + BOARD // 2, 255)],
)
def test_what_is_around_a_board_gets_its_level(board, page):
    np.testing.assert_array_equal(keep(lay(board, page)), lay(board, board[0, 0]))


def test_a_board_with_a_narrow_border():
    framed = np.pad(BOARD, 2, constant_values=90)

    np.testing.assert_array_equal(keep(framed), np.pad(BOARD, 2, constant_values=255))


def test_the_largest_board_counts():
    window = lay(BOARD, 128)
    window[5:30, 5:30] = 255

    np.testing.assert_array_equal(keep(window), lay(BOARD, 255))


def test_digits_on_a_page_are_no_boards():
    assert keep(255 - sketch((200, 200), ("0", (60, 40, 80, 120)), pen=30)) is None
    assert keep(BOARD) is None


def test_photographs_have_none():
    grain = np.random.default_rng(0).normal(0, 6, (200, 240))

    assert keep((lay(BOARD // 2 + 40, 90) + grain).astype(np.uint8)) is None
