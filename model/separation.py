"""How well a score tells two kinds apart: pictures with digits (positives) from those without (negatives)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]

# FPR95 is named for the share of positives, in percent, that must pass.
PASSING_PERCENT = 95


def measure_auroc(positives: Scores, negatives: Scores) -> float:
    """Chance that a positive (n,) scores higher than a negative (m,), n and m from 1; a tie counts half.

    It is the area under the ROC curve, and the statistic of H. B. Mann and D. R. Whitney (Annals of Mathematical
    Statistics 18, 1947) over n times m (J. A. Hanley and B. J. McNeil, Radiology 143, 1982).
    """
    ordered = np.sort(negatives)
    below = np.searchsorted(ordered, positives, side="left")
    not_above = np.searchsorted(ordered, positives, side="right")
    return float((below + not_above).sum() / (2 * len(positives) * len(negatives)))


def measure_fpr95(positives: Scores, negatives: Scores) -> float:
    """Share of negatives (m,) that score at least as high as the threshold which 95 % of positives (n,) reach.

    As D. Hendrycks and others report it (arXiv 1812.04606). The threshold is the highest one that does; what ties with
    it passes.
    """
    needed = -(-PASSING_PERCENT * len(positives) // 100)
    threshold = np.sort(positives)[len(positives) - needed]
    return float((negatives >= threshold).mean())
