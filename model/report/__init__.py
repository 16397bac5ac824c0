"""The model card: what was measured, as Markdown for people, with pictures."""

from __future__ import annotations

import shutil
from pathlib import Path

from model.evaluation import Evaluation
from model.report.card import write_text
from model.report.plots import draw_reliability, draw_training
from model.report.sheets import draw_errors, draw_examples

__all__ = ["write_card"]

CARD, PICTURES = "MODEL_CARD.md", "card"


def write_card(evaluation: Evaluation, out: Path) -> Path:
    """Write `out`/MODEL_CARD.md and the pictures of `out`/card anew; return the path of the card."""
    pictures = out / PICTURES
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    draw_reliability(evaluation, pictures / "reliability.png")
    draw_examples(evaluation, pictures / "examples.png")
    draw_errors(evaluation, pictures / "errors.png")
    if evaluation.history:
        draw_training(evaluation.history, pictures / "training.png")
    card = out / CARD
    card.write_text(write_text(evaluation, PICTURES), encoding="utf-8")
    return card
