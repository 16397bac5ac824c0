"""Canny edges of MNIST-C (arXiv 1906.02337): J. Canny's detector as scikit-image has it, at its defaults."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model.mnist_c.digit import Digit, Shares, blur, to_shares

Mask = npt.NDArray[np.bool_]

# scikit-image's defaults: the blur in pixels, and the slopes from which on an edge may go on and may start.
CANNY_SIGMA = 1.0
CANNY_LOW, CANNY_HIGH = 0.1, 0.2


def canny_edges(digit: Digit, _rng: np.random.Generator) -> Digit:
    """Leave of uint8 (28, 28) only the edges, white on black and a pixel wide; nothing is random."""
    shares = to_shares(digit)
    # Black lies outside, and what it took from the pixels near the border is given back.
    inside = blur(np.ones(digit.shape), CANNY_SIGMA, CANNY_SIGMA, cv2.BORDER_CONSTANT)
    smooth = blur(shares, CANNY_SIGMA, CANNY_SIGMA, cv2.BORDER_CONSTANT) / inside
    down, right = (
        np.asarray(cv2.Sobel(smooth, cv2.CV_64F, *order, ksize=3, borderType=cv2.BORDER_REFLECT), np.float64)
        for order in ((0, 1), (1, 0))
    )
    slopes = np.hypot(down, right)
    return follow_edges(find_crests(slopes, down, right) & (slopes >= CANNY_LOW), slopes >= CANNY_HIGH) * np.uint8(255)


def find_crests(slopes: Shares, down: Shares, right: Shares) -> Mask:
    """Find bool (28, 28): pixels not less steep than their neighbours uphill and downhill, which are interpolated.

    The neighbour in a direction lies between the one along the larger part of the gradient and the one on the diagonal.
    Pixels of the border are never crests.
    """
    y, x = np.indices(slopes.shape)[:, 1:-1, 1:-1]
    down, right = down[1:-1, 1:-1], right[1:-1, 1:-1]
    steep = np.abs(down) >= np.abs(right)
    larger, smaller = (np.where(steep, *pair) for pair in ((abs(down), abs(right)), (abs(right), abs(down))))
    share = np.divide(smaller, larger, out=np.zeros_like(larger), where=larger > 0)
    step_y, step_x = np.sign(down).astype(int), np.sign(right).astype(int)
    crests = slopes[1:-1, 1:-1] > 0
    for side in (-1, 1):
        diagonal = slopes[y + side * step_y, x + side * step_x]
        straight = slopes[y + side * step_y * steep, x + side * step_x * ~steep]
        crests &= share * diagonal + (1 - share) * straight <= slopes[1:-1, 1:-1]
    return np.pad(crests, 1)


def follow_edges(candidates: Mask, starts: Mask) -> Mask:
    """Keep those connected groups of `candidates` bool (28, 28) that have a pixel of `starts` among them."""
    _, labels = cv2.connectedComponents(candidates.astype(np.uint8), connectivity=8)
    return np.isin(labels, np.unique(labels[candidates & starts]))
