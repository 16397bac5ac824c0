"""The labels of a folder of pictures: a CSV file with the columns `path` and `label`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("path", "label")
# ASCII alone: other scripts' digits would not compare with what is read.
LABEL = re.compile(r"[0-9 ]*")


class LabelsError(Exception):
    """The pictures or their labels cannot be used; the message says where and what to do, in one line."""


@dataclass(frozen=True)
class LabelledFile:
    """A picture's file, its path as the CSV file has it, and its label of digits and spaces, "" for not a digit."""

    file: Path
    path: str
    label: str


def read_labels(images: Path, labels: Path) -> list[LabelledFile]:
    """Read the labels of pictures whose paths are relative to `images`. Raises LabelsError.

    The file is UTF-8, with or without a byte order mark, with any line ends. Further columns are ignored.
    """
    if not images.is_dir():
        raise LabelsError(f"{images} is no directory: give the one that has the pictures as --images.")
    try:
        with labels.open(encoding="utf-8-sig", newline="") as lines:
            found = list(_parse(images, labels, csv.DictReader(lines, strict=True)))
    except OSError as error:
        raise LabelsError(f"{labels} cannot be read ({error.strerror}): give a CSV file as --labels.") from error
    except UnicodeDecodeError as error:
        raise LabelsError(f"{labels} is not UTF-8: save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise LabelsError(f"{labels} is no CSV file ({error}): save it with commas between its columns.") from error
    if not found:
        raise LabelsError(f"{labels} names no picture: give each a line with its path and its label.")
    return found


def _parse(images: Path, labels: Path, rows: csv.DictReader[str]) -> Iterator[LabelledFile]:
    header = rows.fieldnames or []
    if missing := [column for column in COLUMNS if column not in header]:
        raise LabelsError(
            f"{labels}, line 1: the header has no column {' and no column '.join(missing)}."
            " Write `path,label` as the first line."
        )
    for row in rows:
        yield _parse_row(images, f"{labels}, line {rows.line_num}", row["path"], row["label"])


def _parse_row(images: Path, where: str, path: str | None, label: str | None) -> LabelledFile:
    """Check one row; a short one has None where it ends."""
    if not path:
        raise LabelsError(f"{where}: the path is empty. Write a picture's path, relative to {images}.")
    if label is None:
        raise LabelsError(f"{where}: there is no label. Write a comma after the path, and nothing for not a digit.")
    if not LABEL.fullmatch(label):
        raise LabelsError(f"{where}: the label {label!r} is no number. Write digits, or nothing for not a digit.")
    file = images / path
    if not file.is_file():
        raise LabelsError(f"{where}: there is no file {file}. Correct the path, or take the line out.")
    return LabelledFile(file, path, label.strip())
