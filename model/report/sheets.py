"""Sheets of pictures: examples of each suite, and what was read wrong in MNIST's test set."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from model.evaluation import Evaluation, Outcome
from model.suites.suite import Example

# The side of a picture in a sheet, the room about it, and that for a line of text, in pixels.
CELL, GAP, LINE = 64, 4, 12
COLUMNS = 8
# Errors are shown larger than they are, as people have to judge them; so many at most.
ERROR_CELL, ERROR_COLUMNS, MAX_ERRORS = 56, 10, 60
# In 16 greys a sheet takes a fraction of the file.
GREYS = 16
# White boards stand out from grey.
PAPER, TEXT = 225, 0

Captioned = tuple[str, Example]


def draw_examples(evaluation: Evaluation, path: Path) -> None:
    """Draw the first pictures of each suite, a row for each, with its name above; one of each corruption of MNIST-C."""
    rows = list(_list_rows(evaluation.outcomes))
    height = CELL + LINE + GAP
    sheet = Image.new("L", (COLUMNS * (CELL + GAP) + GAP, len(rows) * height), PAPER)
    pencil = ImageDraw.Draw(sheet)
    for number, (name, examples) in enumerate(rows):
        pencil.text((GAP, number * height), name, fill=TEXT)
        for column, example in enumerate(examples):
            sheet.paste(_fit(example, CELL), (GAP + column * (CELL + GAP), number * height + LINE))
    _save(sheet, path)


def draw_errors(evaluation: Evaluation, path: Path) -> None:
    """Draw what was read wrong in MNIST's test set, the surest first: its label, the answer, the confidence."""
    errors = list_errors(evaluation)[:MAX_ERRORS]
    height = ERROR_CELL + 3 * LINE
    rows = max(1, -(-len(errors) // ERROR_COLUMNS))
    sheet = Image.new("L", (ERROR_COLUMNS * (ERROR_CELL + GAP) + GAP, rows * height), PAPER)
    pencil = ImageDraw.Draw(sheet)
    for number, (caption, example) in enumerate(errors):
        x, y = GAP + number % ERROR_COLUMNS * (ERROR_CELL + GAP), number // ERROR_COLUMNS * height
        pencil.text((x, y), caption, fill=TEXT)
        sheet.paste(_fit(example, ERROR_CELL), (x, y + 2 * LINE))
    _save(sheet, path)


def list_errors(evaluation: Evaluation) -> list[Captioned]:
    """List the errors on MNIST's test set with a caption, by falling confidence."""
    (outcome,) = (each for each in evaluation.outcomes if each.suite.name == "mnist")
    wrong = [(index, answer) for index, answer in enumerate(outcome.answers) if not answer.right]
    wrong.sort(key=lambda each: -each[1].confidence)
    return [
        (f"{answer.label} as {answer.digits or 'none'}\n{answer.confidence:.2f}", outcome.suite.make(index))
        for index, answer in wrong
    ]


def _list_rows(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Example]]]:
    suites = [outcome.suite for outcome in outcomes]
    for suite in suites:
        if suite.family != "mnist_c":
            yield suite.name, [suite.make(index) for index in range(min(COLUMNS, suite.count))]
    corruptions = [suite for suite in suites if suite.family == "mnist_c"]
    for first in range(0, len(corruptions), COLUMNS):
        some = corruptions[first : first + COLUMNS]
        yield "mnist_c" if first == 0 else "", [suite.make(0) for suite in some]


def _fit(example: Example, side: int) -> Image.Image:
    """Fit a picture into a square, small ones enlarged as they are."""
    with Image.open(io.BytesIO(example.png)) as image:
        small = max(image.size) < side
        factor = side / max(image.size)
        size = tuple(max(1, round(length * factor)) for length in image.size)
        return image.resize((size[0], size[1]), Image.Resampling.NEAREST if small else Image.Resampling.BOX)


def _save(sheet: Image.Image, path: Path) -> None:
    sheet.quantize(GREYS, dither=Image.Dither.NONE).save(path, "PNG", optimize=True, bits=4)
