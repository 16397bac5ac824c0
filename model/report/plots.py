"""Plots of the model card, by Matplotlib, which serves no other purpose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from model.evaluation import Evaluation
from model.reliability import list_reliability

# In inches, at this many dots an inch.
SIZE, DOTS = (6.0, 4.0), 80
# What has a curve of its own in the reliability diagram.
CURVES = ("mnist", "mnist_c", "boards", "photographs", "scans", "lines")
# A bin with fewer answers says nothing.
LEAST_IN_BIN = 10
# In the records of an epoch these are not accuracies.
EPOCH, LOSS = "epoch", "loss"
# A logarithm has no 0: fewer errors than so many in 100 are drawn as so many.
LEAST_ERROR = 0.01


def draw_reliability(evaluation: Evaluation, path: Path) -> None:
    """Draw how often answers are right over their confidence: on the diagonal, confidence means what it says."""
    figure = _make_figure()
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="0.7", linestyle=":")
    for family in CURVES:
        bins = [each for each in list_reliability(evaluation.list_answers(family)) if each.count >= LEAST_IN_BIN]
        if bins:
            axes.plot([each.confidence for each in bins], [each.right for each in bins], marker="o", label=family)
    axes.set(xlabel="mean confidence", ylabel="share right", xlim=(0, 1.01), ylim=(0, 1.01))
    axes.legend()
    figure.savefig(path)


def draw_training(history: Sequence[dict[str, Any]], path: Path) -> None:
    """Draw the loss and the validation figures over the epochs, whatever the records of these have."""
    figure = _make_figure()
    left, right = figure.subplots(1, 2)
    epochs = [line[EPOCH] for line in history]
    left.plot(epochs, [line[LOSS] for line in history])
    left.set(xlabel="epoch", ylabel="training loss")
    for name in history[0]:
        if name not in (EPOCH, LOSS):
            right.plot(epochs, [max(LEAST_ERROR, 100.0 * (1.0 - line[name])) for line in history], label=name)
    right.set(xlabel="epoch", ylabel="validation errors, %", yscale="log")
    right.legend()
    figure.savefig(path)


def _make_figure() -> Any:
    """Make a figure that draws into files, needing no screen."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, dpi=DOTS, layout="constrained")
    FigureCanvasAgg(figure)
    return figure
