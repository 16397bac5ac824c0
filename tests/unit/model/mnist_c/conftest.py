"""A digit to corrupt: a 4 of thick strokes with soft edges, drawn here."""

import cv2
import numpy as np
import pytest


@pytest.fixture
def digit():
    drawn = np.zeros((28, 28), np.uint8)
    cv2.polylines(drawn, [np.array([[11, 6], [8, 15], [19, 15]])], isClosed=False, color=255, thickness=2)
    cv2.line(drawn, (17, 6), (16, 22), 255, 2)
    return cv2.GaussianBlur(drawn, (3, 3), 0)


@pytest.fixture
def rng():
    return np.random.default_rng(3)
