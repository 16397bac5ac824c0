"""What ink is laid on and how its picture is taken: board, screen, camera, scanner or square, by documented shares."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from model.simulate.boards import lay_on_board
from model.simulate.cameras import photograph, photograph_from_afar, photograph_in_shade
from model.simulate.scanners import scan
from model.simulate.scene import Ink, Scene
from model.simulate.screens import lay_on_screen
from model.simulate.squares import lay_in_square

WAYS = {
    "board": lay_on_board,
    "camera": photograph,
    "scanner": scan,
    "afar": photograph_from_afar,
    "shade": photograph_in_shade,
    "screen": lay_on_screen,
    "square": lay_in_square,
}
# Boards are what the site itself offers; cameras are most varied and need most examples; scans are the easiest. From
# afar the CNN would see the same digits again, once somebody has looked closer.
SHARES: Mapping[str, float] = {"board": 0.35, "camera": 0.45, "scanner": 0.2}


def lay(ink: Ink, rng: np.random.Generator, shares: Mapping[str, float] = SHARES) -> Scene:
    """Make a picture of `ink` in one of the `WAYS`, each with its share; shares are relative, one left out is 0."""
    weights = np.array([shares.get(way, 0.0) for way in WAYS])
    if set(shares) - set(WAYS) or weights.sum() <= 0:
        raise ValueError(f"shares must be of {', '.join(WAYS)} and not all 0")
    way = list(WAYS)[int(rng.choice(len(weights), p=weights / weights.sum()))]
    return WAYS[way](ink, rng)
