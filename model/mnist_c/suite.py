"""The fifteen corruptions by their names, in the order of MNIST-C (arXiv 1906.02337), on one digit or on many."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from model.mnist_c.affine import rotate, scale, shear, translate
from model.mnist_c.blurs import glass_blur, motion_blur
from model.mnist_c.digit import Digit
from model.mnist_c.edges import canny_edges
from model.mnist_c.light import brightness, fog
from model.mnist_c.marks import dotted_line, spatter, stripe, zigzag
from model.mnist_c.noises import impulse_noise, shot_noise

Corruption = Callable[[Digit, np.random.Generator], Digit]

CORRUPTIONS: dict[str, Corruption] = {
    "shot_noise": shot_noise,
    "impulse_noise": impulse_noise,
    "glass_blur": glass_blur,
    "motion_blur": motion_blur,
    "shear": shear,
    "scale": scale,
    "rotate": rotate,
    "brightness": brightness,
    "translate": translate,
    "stripe": stripe,
    "fog": fog,
    "spatter": spatter,
    "dotted_line": dotted_line,
    "zigzag": zigzag,
    "canny_edges": canny_edges,
}


def corrupt(name: str, digit: Digit, rng: np.random.Generator) -> Digit:
    """Return a digit uint8 (28, 28), 0 = background, corrupted at the published severity."""
    return CORRUPTIONS[name](digit, rng)


def corrupt_all(digits: Digit, name: str, seed: int) -> Digit:
    """Corrupt digits uint8 (n, 28, 28); the i-th result depends only on the i-th digit, i, the name and the seed."""
    index = list(CORRUPTIONS).index(name)
    corrupted = np.empty_like(digits)
    for place, digit in enumerate(digits):
        corrupted[place] = corrupt(name, digit, np.random.default_rng((seed, index, place)))
    return corrupted
