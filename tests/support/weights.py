"""Weights of what is known of a look at a picture."""

import numpy as np
import numpy.typing as npt

from model.belief.facts import FACTS


def weigh(**weights: float) -> npt.NDArray[np.float64]:
    """Return the weights of all facts, in their order; those that are not named weigh nothing."""
    return np.array([weights.get(fact, 0.0) for fact in FACTS])
