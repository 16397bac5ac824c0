"""Ink to lay on boards, papers and scanners."""

import cv2
import numpy as np

from model.simulate.scene import Ink, ink_of_digit


def draw_seven() -> Ink:
    """A 7 of 146 by 105 pixels, with a pen of 12."""
    board = np.zeros((150, 110), np.uint8)
    cv2.polylines(board, [np.array([[8, 8], [100, 8], [40, 141]])], False, 255, 12, cv2.LINE_AA)
    return ink_of_digit((board[2:148, 2:107] / 255).astype(np.float32), 7)
