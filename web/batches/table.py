"""The results of a batch as CSV (RFC 4180), one row for each picture, in the order in which they were sent."""

import csv
import io

from shared.prediction import Prediction
from web.batches.lookup import list_results
from web.parts import Parts

COLUMNS = ("filename", "number", "confidence", "status", "warnings", "error", "label", "id")
PAGE = 500
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_table(parts: Parts, batch_id: str) -> str:
    """Write all results, also those that are yet to come. It is whole or not at all, so nobody takes a part for it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    after: str | None = None
    while True:
        page = list_results(parts, batch_id, PAGE, after)
        writer.writerows(_write_row(prediction) for prediction in page.predictions)
        after = page.next_after
        if after is None:
            return text.getvalue()


def _write_row(prediction: Prediction) -> tuple[str, ...]:
    """Write a row; the confidence is that of the digit that is least sure."""
    confidence = min((digit.confidence for digit in prediction.digits), default=None)
    return (
        _defuse(prediction.filename),
        prediction.number,
        "" if confidence is None else f"{confidence:.4f}",
        prediction.status.value,
        " ".join(prediction.warnings),
        prediction.error.detail if prediction.error else "",
        prediction.label or "",
        prediction.id,
    )


def _defuse(filename: str) -> str:
    """Keep spreadsheets from taking a file's name for a formula."""
    return f"'{filename}" if filename.startswith(FORMULA_STARTS) else filename
