"""The light on what is photographed: it falls off, and there are shadows and flashes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.simulate.noise import Field, Shape, log_uniform, smooth_noise
from model.simulate.papers import distance_from_line

FLASH_SHARE, VIGNETTE_SHARE = 0.08, 0.4


@dataclass(frozen=True)
class Shadows:
    """A `share` of pictures has one, which takes a part of the light (`depths`).

    Its edge is as wide as a part of the longest side (`softness`).
    """

    share: float
    depths: tuple[float, float]
    softness: tuple[float, float]


USUAL = Shadows(0.35, (0.2, 0.7), (0.025, 0.3))
# As of a phone or a hand just above the paper, in the sun or under one lamp.
HARD = Shadows(1.0, (0.3, 0.75), (0.002, 0.1))


def light_up(shape: Shape, rng: np.random.Generator, shadows: Shadows = USUAL) -> Field:
    """Draw the light on each pixel, float32 (height, width), about 1: a gradient, lamps' colours, shadows, a flash."""
    side = max(shape)
    light = 1 + rng.uniform(0.0, 0.5) * rng.random() * distance_from_line(shape, rng) / side
    light += rng.uniform(0.0, 0.03) * smooth_noise(shape, side / 3, rng)
    light = np.clip(light, 0.4, 1.6)
    if rng.random() < VIGNETTE_SHARE:
        x = np.linspace(-1, 1, shape[1], dtype=np.float32)
        y = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, np.newaxis]
        light *= 1 - rng.uniform(0.05, 0.35) * (x * x + y * y) / 2
    if rng.random() < shadows.share:
        light *= cast_shadow(shape, float(rng.uniform(*shadows.depths)), rng, shadows.softness)
    if rng.random() < FLASH_SHARE:
        spot = distance_from_line(shape, rng) ** 2 + distance_from_line(shape, rng) ** 2
        light += rng.uniform(0.2, 0.8) * np.exp(-spot / (side * rng.uniform(0.1, 0.35)) ** 2)
    return np.asarray(light, dtype=np.float32)


def cast_shadow(
    shape: Shape, depth: float, rng: np.random.Generator, softness: tuple[float, float] = USUAL.softness
) -> Field:
    """Make the factor of light under a phone's or hand's shadow, float32 (height, width) from 1 - depth to 1."""
    side = max(shape)
    distance = distance_from_line(shape, rng)
    if rng.random() < 0.4:
        # A phone's shadow has a corner, a hand's is wavy.
        distance = np.minimum(distance, distance_from_line(shape, rng))
    distance += side * rng.uniform(0.0, 0.04) * smooth_noise(shape, side / rng.uniform(2, 4), rng)
    soft = side * log_uniform(*softness, rng)
    part = np.clip(distance / soft + 0.5, 0.0, 1.0)
    return np.asarray(1 - depth * part * part * (3 - 2 * part), dtype=np.float32)
