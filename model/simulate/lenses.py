"""What a phone makes of the light: a bent lens, blur, noise, sharpening, JPEG."""

from __future__ import annotations

import cv2
import numpy as np

from model.simulate.noise import (
    Field,
    blur,
    compress,
    digit_height,
    log_uniform,
    smooth_noise,
    stroke_width,
    to_grey,
)
from model.simulate.scene import Grey, Ink, Owner

# Light: levels of the paper in dark, usual and overexposed pictures.
DARK, USUAL, OVER = (70.0, 110.0), (110.0, 235.0), (240.0, 285.0)
# Nowhere are ink and paper nearer than this many levels, nor noise stronger than this part of it.
MIN_CONTRAST, MAX_NOISE = 32.0, 0.15
# Blur in widths of the stroke: a deviation of a sixth smears over about a third.
MAX_DEFOCUS, MAX_MOTION = 1 / 6, 1 / 3
SOFTNESS = 0.35, 0.7


def bend(reflectance: Field, owner: Owner, amount: float) -> tuple[Field, Owner]:
    """Bend picture and owner (height, width) as a lens does: by `amount` at the corners, inward or outward."""
    height, width = owner.shape
    x = np.linspace(-1, 1, width, dtype=np.float32)
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, np.newaxis]
    factor = 1 + amount * ((x * x + y * y) / 2 - 0.5)
    map_x = ((x * factor + 1) / 2 * (width - 1)).astype(np.float32)
    map_y = ((y * factor + 1) / 2 * (height - 1)).astype(np.float32)
    bent = cv2.remap(reflectance, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    owned = cv2.remap(owner, map_x, map_y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(bent, dtype=np.float32), np.asarray(owned, dtype=np.uint8)


def develop(
    reflectance: Field, light: Field, subject: tuple[Field, Field], laid: Ink, rng: np.random.Generator
) -> Grey:
    """Turn what is lit into the phone's picture uint8 (height, width): exposure, blur, noise, sharpening, JPEG.

    `subject` has the ground's and the ink's reflectance, which say how visible the ink is.
    """
    coverage, inked = laid.coverage, laid.owner > 0
    if not inked.any():
        inked = coverage >= 0
    ground, pen = float(subject[0][inked].mean()), float(subject[1][inked].mean())
    brightest = max(ground, pen)
    exposure = (DARK, *[USUAL] * 6, OVER)[int(rng.integers(8))]
    gain = rng.uniform(*exposure) / brightest
    # Where dim light would leave less contrast than can be read, the light is evened out.
    darkest = float(light[inked].min())
    needed = min(1.0, MIN_CONTRAST / (gain * abs(ground - pen)))
    if darkest < needed:
        light = 1 - (1 - light) * (1 - needed) / (1 - darkest)
        darkest = needed
    contrast = gain * abs(ground - pen) * darkest
    levels = blur_as_lens(reflectance * light * gain, stroke_width(coverage), rng)
    grain = blur(smooth_noise(levels.shape, 1, rng), rng.choice([0.0, 0.5, 0.7]))
    noise = min(log_uniform(0.4, 9.0, rng), MAX_NOISE * contrast)
    # Light comes in quanta: noise grows with the root of the level, above what reading the sensor adds.
    levels += grain * noise * np.sqrt(0.3 + 0.7 * np.clip(levels, 0, 255) / 255)
    if rng.random() < 0.4:
        levels += rng.uniform(0.3, 1.2) * (levels - blur(levels, rng.uniform(0.8, 2.0)))
    grey = to_grey(levels)
    if rng.random() < 0.85:
        # Strong compression of small digits leaves blocks, not digits.
        grey = compress(grey, int(rng.integers(25 if digit_height(laid) > 32 else 60, 96)))
    return grey


def blur_as_lens(levels: Field, stroke: float, rng: np.random.Generator) -> Field:
    """Blur levels (height, width) by the sensor, sometimes by focus or a moved hand, within parts of the stroke."""
    sigma = rng.uniform(*SOFTNESS)
    if rng.random() < 0.3:
        sigma = max(sigma, stroke * rng.uniform(0.3, 1.0) * MAX_DEFOCUS)
    length = stroke * rng.uniform(0.3, 1.0) * MAX_MOTION
    if rng.random() < 0.15 and length > 1.5:
        reach = int(np.ceil(length / 2))
        kernel = np.zeros((2 * reach + 1, 2 * reach + 1), dtype=np.float32)
        angle = rng.uniform(0, np.pi)
        way = np.array([np.cos(angle), np.sin(angle)]) * length / 2
        first, last = np.rint((reach - way) * 16).astype(int), np.rint((reach + way) * 16).astype(int)
        cv2.line(kernel, first.tolist(), last.tolist(), 1.0, 1, cv2.LINE_8, 4)
        levels = np.asarray(cv2.filter2D(levels, -1, kernel / kernel.sum()), dtype=np.float32)
    return blur(levels, float(sigma))
