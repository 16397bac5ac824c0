"""The evaluation of a folder of labelled pictures: one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from model.answers import Answer, Asked, ask, read_answers
from model.labels import LabelledFile
from model.metrics import Figures, measure_answers
from model.reader import Reader
from model.ticker import show_progress

# Errors beyond so many are counted only.
MAX_ERRORS = 1_000
# Shares are shown in whole millionths.
DECIMALS = 6


def evaluate_folder(reader: Reader, files: Sequence[LabelledFile]) -> dict[str, object]:
    """Read pictures and return what is to be told of them, None where there is nothing to measure.

    `errors` has all pictures whose number is not exactly the label: digits misread, a number read where there is none,
    and, with a `problem`, files that cannot be read. `accuracy`, its interval, `digit_accuracy` and `ece` are those of
    the pictures with digits alone.
    """
    answers = list(show_progress(read_answers(reader, files, partial(_ask_file, reader)), "pictures", len(files)))
    errors = [_describe(file, answer) for file, answer in zip(files, answers, strict=True) if not answer.right]
    return _describe_figures(measure_answers(answers)) | {
        "unreadable": sum(bool(answer.problem) for answer in answers),
        "errors_total": len(errors),
        "errors": errors[:MAX_ERRORS],
    }


def write_line(content: dict[str, object]) -> str:
    """Write JSON in one line."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False)


def _ask_file(reader: Reader, file: LabelledFile) -> Asked:
    try:
        data = file.file.read_bytes()
    except OSError as error:
        return Asked(file.label.replace(" ", ""), None, f"The file cannot be opened: {error.strerror}.")
    return ask(reader, data, file.label)


def _describe(file: LabelledFile, answer: Answer) -> dict[str, object]:
    described: dict[str, object] = {
        "path": file.path,
        "label": file.label,
        "number": answer.number,
        "confidence": answer.confidence,
    }
    return described | ({"problem": answer.problem} if answer.problem else {})


def _describe_figures(figures: Figures) -> dict[str, object]:
    interval = None if figures.interval is None else [round(each, DECIMALS) for each in figures.interval]
    return {
        "images": figures.images,
        "digit_images": figures.total,
        "right": figures.right,
        "accuracy": _round(figures.accuracy),
        "accuracy_interval": interval,
        "digit_accuracy": _round(figures.digit_accuracy),
        "ece": _round(figures.ece),
        "negatives": figures.negatives,
        "refused": _round(figures.refused),
        "auroc": _round(figures.auroc),
        "fpr95": _round(figures.fpr95),
        "warnings": figures.warnings,
    }


def _round(share: float | None) -> float | None:
    return None if share is None else round(share, DECIMALS)
