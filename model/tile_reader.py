"""What the CNN says of the candidates of pictures, in as few batches as can be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from model.calibrate import round_probabilities
from model.classifier import Classifier
from model.decide import choose_candidates
from model.make_reading import make_reading
from model.network import CLASSES, NO_DIGIT_CLASS
from model.prepared import Prepared
from model.preprocess import Candidate
from model.reading import Reading
from model.second_opinion import find_doubtful, merge_opinions, turn_tiles

Floats = npt.NDArray[np.float32]
Number = TypeVar("Number", np.float32, np.float64)


class TileReader:
    """Reads candidates with a classifier. For one thread at a time."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier

    def read(self, prepared: Sequence[Prepared]) -> list[Reading]:
        """Read what preprocessing found."""
        if not prepared:
            return []
        candidates = [list(each.preprocessed.candidates) for each in prepared]
        probabilities = self.classify(candidates)
        chosen = [choose_candidates(*each) for each in zip(candidates, probabilities, strict=True)]
        rows = self._ask_again(candidates, chosen, probabilities)
        shares = _split(round_probabilities(np.concatenate(rows)[:, :NO_DIGIT_CLASS]), chosen)
        return list(map(make_reading, prepared, candidates, chosen, rows, shares))

    def classify(self, found: list[list[Candidate]]) -> list[Floats]:
        """Classify the candidates of all pictures in one batch: float32 (n, 11) for each picture."""
        tiles = [candidate.tile for candidates in found for candidate in candidates]
        if not tiles:
            return [np.zeros((0, CLASSES), np.float32) for _ in found]
        probabilities = self._classifier.classify(np.stack(tiles))
        return _split(probabilities, found)

    def _ask_again(
        self, candidates: list[list[Candidate]], chosen: list[list[int]], probabilities: list[Floats]
    ) -> list[Floats]:
        """Return the rows of the chosen candidates, with a second opinion on those in doubt."""
        rows = np.concatenate([of_all[of_digits] for of_all, of_digits in zip(probabilities, chosen, strict=True)])
        doubtful = find_doubtful(rows)
        if doubtful.size:
            tiles = [
                each[index].tile for each, of_digits in zip(candidates, chosen, strict=True) for index in of_digits
            ]
            turned = turn_tiles(np.stack(tiles)[doubtful])
            rows[doubtful] = merge_opinions(rows[doubtful], self._classifier.classify(turned))
        return _split(rows, chosen)


def _split(rows: npt.NDArray[Number], owners: Sequence[Sequence[object]]) -> list[npt.NDArray[Number]]:
    """Give each owner as many of the rows as it is long, in order."""
    counts = [len(owner) for owner in owners]
    return [rows[end - count : end] for count, end in zip(counts, accumulate(counts), strict=True)]
