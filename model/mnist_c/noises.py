"""Shot noise and impulse noise of MNIST-C (arXiv 1906.02337), which took them from ImageNet-C (arXiv 1903.12261)."""

from __future__ import annotations

import numpy as np

from model.mnist_c.digit import Digit, to_digit, to_shares

# Severity 5 of (60, 25, 12, 5, 3): how many photons make white.
PHOTONS = 3
# Severity 4 of (0.03, 0.06, 0.09, 0.17, 0.27): the share of pixels that are replaced.
IMPULSE_SHARE = 0.17


def shot_noise(digit: Digit, rng: np.random.Generator) -> Digit:
    """Count photons: each pixel of uint8 (28, 28) becomes a Poisson number with the pixel as its mean.

    White is `PHOTONS` photons on average and cut off there, so that four grey levels are left; black stays black.
    """
    return to_digit(rng.poisson(to_shares(digit) * PHOTONS) / PHOTONS)


def impulse_noise(digit: Digit, rng: np.random.Generator) -> Digit:
    """Replace pixels of uint8 (28, 28) by salt and pepper.

    Each pixel is hit with a chance of `IMPULSE_SHARE`, and then is white or black with the same chance.
    """
    hit = rng.random(digit.shape) < IMPULSE_SHARE
    white = rng.random(digit.shape) < 0.5
    return np.where(hit, np.where(white, np.uint8(255), np.uint8(0)), digit)
