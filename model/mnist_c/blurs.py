"""Glass blur and motion blur of MNIST-C (arXiv 1906.02337), which took them from ImageNet-C (arXiv 1903.12261)."""

from __future__ import annotations

import numpy as np

from model.mnist_c.digit import SIDE, Digit, blur, to_digit, to_shares

# Severity 1 of five: the blur in pixels, the furthest swap, and how often all pixels are gone through.
GLASS_SIGMA, GLASS_REACH, GLASS_ROUNDS = 0.7, 1, 2
# Severity 1 of five: ImageMagick's radius and sigma in pixels; the angle is in degrees.
MOTION_RADIUS, MOTION_SIGMA = 10, 3.0
MOTION_MAX_ANGLE = 45.0


def glass_blur(digit: Digit, rng: np.random.Generator) -> Digit:
    """Look through frosted glass: blur uint8 (28, 28), swap neighbours at random, blur again.

    Pixels are gone through from the last to the first but for the first two rows and columns; every other one changes
    places with a pixel that is 0 to `GLASS_REACH` further up and to the left. The published code calls both blurs with
    `multichannel=True` on a grey picture, so that scikit-image takes columns for channels: they blur downwards only.
    """
    grey = np.floor(blur(to_shares(digit), GLASS_SIGMA, 0) * 255).ravel().tolist()
    axis = np.arange(SIDE - GLASS_REACH, GLASS_REACH, -1)
    places = np.tile(np.add.outer(axis * SIDE, axis).ravel(), GLASS_ROUNDS)
    # The upper bound is not drawn, in the original neither: no swap goes down or to the right.
    moves = rng.integers(-GLASS_REACH, GLASS_REACH, (len(places), 2)) @ np.array([SIDE, 1])
    chosen = rng.random(len(places)) < 0.5
    for here, there in zip(places[chosen].tolist(), (places + moves)[chosen].tolist(), strict=True):
        grey[here], grey[there] = grey[there], grey[here]
    return to_digit(blur(np.reshape(grey, digit.shape) / 255, GLASS_SIGMA, 0))


def motion_blur(digit: Digit, rng: np.random.Generator) -> Digit:
    """Smear uint8 (28, 28) along a line at -45 to 45 degrees, as ImageMagick's MotionBlurImage does.

    Each pixel is a mean of the 21 that follow to its right along the line, itself the first, weighted by one half of a
    Gaussian. What lies outside repeats the border.
    """
    steps = np.arange(2 * MOTION_RADIUS + 1)
    weights = np.exp(-(steps**2) / (2 * MOTION_SIGMA**2))
    weights /= weights.sum()
    angle = np.deg2rad(rng.uniform(-MOTION_MAX_ANGLE, MOTION_MAX_ANGLE))
    # ImageMagick rounds halves down.
    down, right = (np.ceil(steps * part - 0.5).astype(int) + len(steps) for part in (np.sin(angle), np.cos(angle)))
    padded = np.pad(to_shares(digit), len(steps), mode="edge")
    smeared = np.zeros(digit.shape)
    for weight, top, left in zip(weights, down, right, strict=True):
        smeared += weight * padded[top : top + SIDE, left : left + SIDE]
    return to_digit(smeared)
