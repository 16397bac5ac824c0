"""Brightness and fog of MNIST-C (arXiv 1906.02337), which took them from ImageNet-C (arXiv 1903.12261)."""

from __future__ import annotations

import numpy as np

from model.mnist_c.digit import SIDE, Digit, Shares, to_digit, to_shares

# Severity 5 of (0.1, 0.2, 0.3, 0.4, 0.5): what is added, as a share of white.
LIGHT = 0.5
# Severity 5 of five: how thick the fog is, and by how much it gets smoother with each halving of the step.
FOG_AMOUNT, FOG_DECAY = 3.0, 1.4
PLASMA_SIDE = 256
PLASMA_WOBBLE = 100.0


def brightness(digit: Digit, _rng: np.random.Generator) -> Digit:
    """Add `LIGHT` to uint8 (28, 28), cut off at white; nothing is random.

    The original adds it to the value in HSV, which for grey is the same.
    """
    return to_digit(to_shares(digit) + LIGHT)


def fog(digit: Digit, rng: np.random.Generator) -> Digit:
    """Lay fog over uint8 (28, 28): the upper left corner of a plasma fractal is added, `FOG_AMOUNT` strong.

    The sum is made darker so that the brightest that may be is as bright as the digit was.
    """
    shares = to_shares(digit)
    brightest = shares.max()
    foggy = shares + FOG_AMOUNT * draw_plasma(rng, FOG_DECAY)[:SIDE, :SIDE]
    return to_digit(foggy * brightest / (brightest + FOG_AMOUNT))


def draw_plasma(rng: np.random.Generator, decay: float) -> Shares:
    """Draw a cloud float64 (256, 256) from 0 to 1 that repeats at its borders, by the diamond-square algorithm.

    A point between four is their mean and a random offset, at most the square of a wobble of 100 that is divided by
    `decay` when the step is halved: the offsets are squared in the original too, so that they decay twice as fast.
    """
    heights = np.zeros((PLASMA_SIDE, PLASMA_SIDE))
    step, wobble = PLASMA_SIDE, PLASMA_WOBBLE

    def mean(total: Shares) -> Shares:
        return total / 4 + rng.uniform(-(wobble**2), wobble**2, total.shape)

    while step > 1:
        half = step // 2
        corners = heights[::step, ::step]
        across, below = corners + np.roll(corners, -1, axis=1), corners + np.roll(corners, -1, axis=0)
        middles = mean(across + np.roll(across, -1, axis=0))
        heights[half::step, half::step] = middles
        heights[::step, half::step] = mean(across + middles + np.roll(middles, 1, axis=0))
        heights[half::step, ::step] = mean(below + middles + np.roll(middles, 1, axis=1))
        step, wobble = half, wobble / decay
    heights -= heights.min()
    return np.asarray(heights / heights.max(), np.float64)
