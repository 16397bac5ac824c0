"""Simulated tiles that are labelled as no digit and yet look like one, found by a first network and left out.

A few in a hundred are: a neighbour's digit in the corner of a scan, a cut that left a whole 2, a bar of a frame that is
a 1. Trained on those, the network would refuse digits. A network that has learned for a short while reads them as the
digits that they are, for most tiles teach it so (after B. Han and others, Co-teaching, arXiv 1804.06872).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from model.calibrate import to_probabilities
from model.dataset import Split
from model.network import NO_DIGIT_CLASS, compute_logits

# What a first network takes for some digit with this probability is left out.
LOOKS_LIKE_ONE = 0.7


def drop_lookalikes(network: Any, split: Split) -> Split:
    """Return the split without those tiles of no digit that `network`, a keras.Model, reads as a digit."""
    logits = compute_logits(network, split.none.tiles)
    kept = to_probabilities(logits, temperature=1.0)[:, :NO_DIGIT_CLASS].max(axis=1) < LOOKS_LIKE_ONE
    print(f"Left out {np.count_nonzero(~kept):,} of {len(kept):,} tiles of no digit that look like one.", flush=True)
    return replace(split, none=split.none.choose(kept))
