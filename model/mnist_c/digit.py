"""What all corruptions work on: a digit in grey levels, the same as shares from 0 to 1, and a Gaussian blur of it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Digit = npt.NDArray[np.uint8]
Shares = npt.NDArray[np.float64]

SIDE = 28
# A Gaussian is cut at so many standard deviations, as in SciPy, with which MNIST-C was made.
CUT = 4.0


def to_shares(digit: Digit) -> Shares:
    """Turn grey levels uint8, of any shape, into float64 from 0 to 1."""
    return digit.astype(np.float64) / 255


def to_digit(shares: Shares) -> Digit:
    """Turn float64 of any shape into grey levels uint8; what lies beyond 0 to 1 is cut off."""
    return np.rint(np.clip(shares, 0, 1) * 255).astype(np.uint8)


def blur(shares: Shares, sigma_y: float, sigma_x: float, border: int = cv2.BORDER_REPLICATE) -> Shares:
    """Blur float64 (height, width) with a Gaussian of these standard deviations, in pixels; 0 leaves an axis alone.

    `border` is OpenCV's rule for what lies outside; by default the outermost pixels go on.
    """
    kernel_y, kernel_x = (
        cv2.getGaussianKernel(2 * int(CUT * sigma + 0.5) + 1, sigma, cv2.CV_64F) for sigma in (sigma_y, sigma_x)
    )
    return np.asarray(cv2.sepFilter2D(shares, cv2.CV_64F, kernel_x, kernel_y, borderType=border), np.float64)
