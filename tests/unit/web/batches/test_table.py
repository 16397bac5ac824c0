"""The rows of results.csv."""

import csv
import io
from typing import Any

import pytest

from shared.ids import make_prediction_id
from shared.prediction import Digit, Prediction, Problem, Status, make_urls
from web.batches import table
from web.history import Page


def make_prediction(**changes: Any) -> Prediction:
    """Make a prediction that differs from the usual one as said."""
    prediction_id = make_prediction_id()
    usual = {
        "id": prediction_id,
        "status": Status.QUEUED,
        "created_at": "2026-11-22T12:00:00.000Z",
        "urls": make_urls(prediction_id),
    }
    return Prediction.model_validate(usual | changes)


def read_digit(digit: int, confidence: float) -> Digit:
    """Make a digit."""
    return Digit(digit=digit, confidence=confidence, probabilities=[0.1] * 10, box=[0, 0, 1, 1], line=0)


def write(monkeypatch: pytest.MonkeyPatch, predictions: list[Prediction]) -> list[dict[str, str]]:
    """Write a table of one row a page, and read it."""

    def list_results(_: object, __: str, ___: int, after: str | None) -> Page:
        place = int(after or 0)
        return Page(predictions[place : place + 1], str(place + 1) if place + 1 < len(predictions) else None)

    monkeypatch.setattr(table, "list_results", list_results)
    parts: Any = None
    return list(csv.DictReader(io.StringIO(table.write_table(parts, "batch"))))


def test_a_row_says_what_was_read_and_how_surely(monkeypatch: pytest.MonkeyPatch) -> None:
    done = make_prediction(
        status=Status.SUCCEEDED,
        number="47",
        digits=[read_digit(4, 0.9912345), read_digit(7, 0.875)],
        warnings=["uncertain", "low_contrast"],
        filename='a "b", c.png',
        label="41",
    )
    [row] = write(monkeypatch, [done])
    assert row == {
        "filename": 'a "b", c.png', "number": "47", "confidence": "0.8750", "status": "succeeded",
        "warnings": "uncertain low_contrast", "error": "", "label": "41", "id": done.id,
    }  # fmt: skip


def test_what_failed_or_waits_has_a_row_too(monkeypatch: pytest.MonkeyPatch) -> None:
    error = Problem(type="t", title="Title", status=415, detail="Send one of PNG.")
    rows = write(monkeypatch, [make_prediction(), make_prediction(status=Status.FAILED, error=error)])
    assert [(row["status"], row["number"], row["confidence"], row["error"]) for row in rows] == [
        ("queued", "", "", ""),
        ("failed", "", "", "Send one of PNG."),
    ]


@pytest.mark.parametrize("filename", ["=1+1.png", "+1.png", "-1.png", "@sum.png"])
def test_a_name_is_no_formula(monkeypatch: pytest.MonkeyPatch, filename: str) -> None:
    [row] = write(monkeypatch, [make_prediction(filename=filename)])
    assert row["filename"] == "'" + filename
