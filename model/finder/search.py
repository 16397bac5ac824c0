"""What is marked in a picture, seen in more detail; where that is too small to be marked, parts of it are searched."""

from __future__ import annotations

import numpy as np

from model.finder.find import Finder, Floats
from model.preprocess.view import View

# What is marked with so much probability is surely a digit's ink: where a whole picture has none, its parts are asked.
SURELY = 0.6


def look_closer(finder: Finder, view: View, ink: Floats) -> View | None:
    """Return what is marked as ink, by probabilities (height, width) of a view, in more detail; None if there is none.

    Where nothing surely is, what is too small to be marked in the whole comes first.
    """
    small = view.look_closer(find_small(finder, view)) if ink.max() < SURELY else None
    return small or view.look_closer(ink)


def find_small(finder: Finder, view: View) -> Floats:
    """Return for each pixel of a view, float32 (height, width), 1 where a part of it surely has ink, 0 elsewhere.

    All are 0 where parts would show no more than the view does.
    """
    height, width = view.grey.shape
    seen = np.zeros((height, width), np.float32)
    for part in view.split():
        rows, columns = np.nonzero(finder.find(part.grey).ink >= SURELY)
        # A pixel of the border may stand for less than `factor` pixels.
        down = np.minimum((part.top - view.top + rows * part.factor) // view.factor, height - 1)
        across = np.minimum((part.left - view.left + columns * part.factor) // view.factor, width - 1)
        seen[down, across] = 1.0
    return seen
