"""Pen strokes: read whole or not at all, and no writer on both sides."""

import gzip
import json

import numpy as np
import pytest

from model.data import MissingDataError
from model.simulate.strokes import DEFAULT_PATH, StrokeDigit, fit_unit_box, load_strokes, split_by_writer

LINE = {"label": 7, "writer": "w1", "strokes": [[[10, 20], [110, 20], [60, 220]], [[40, 120], [90, 120]]]}


@pytest.fixture
def write(tmp_path):
    def write_lines(*lines):
        path = tmp_path / "strokes.jsonl.gz"
        path.write_bytes(gzip.compress("\n".join(json.dumps(line) for line in lines).encode()))
        return path

    return write_lines


def test_strokes_are_read(write):
    (digit,) = load_strokes(write(LINE))

    assert (digit.label, digit.writer) == (7, "w1")
    assert [stroke.shape for stroke in digit.strokes] == [(3, 2), (2, 2)]
    assert all(stroke.dtype == np.float32 for stroke in digit.strokes)


@pytest.mark.parametrize("change", [{"label": 10}, {"strokes": [[[1, 2, 3]]]}, {"strokes": None}, {"label": "x"}])
def test_what_is_no_digit_is_refused_with_the_source_named(write, change):
    with pytest.raises(MissingDataError, match="Alpaydin"):
        load_strokes(write(LINE | change))


def test_a_missing_or_broken_file_is_refused_with_the_source_named(tmp_path):
    broken = tmp_path / "broken.gz"
    broken.write_bytes(gzip.compress(b"{}")[:12])

    for path in (tmp_path / "none.gz", broken):
        with pytest.raises(MissingDataError, match="UCI's Pen-Based Recognition"):
            load_strokes(path)


def test_no_writer_is_on_both_sides():
    digits = [StrokeDigit(label, f"w{writer}", ()) for writer in range(6) for label in range(10)]

    train, validation = split_by_writer(digits, 2, seed=3)

    assert len({digit.writer for digit in validation}) == 2
    assert not {digit.writer for digit in train} & {digit.writer for digit in validation}
    assert len(train) + len(validation) == len(digits)
    assert split_by_writer(digits, 2, seed=3) == (train, validation)
    with pytest.raises(ValueError, match="7 validation writers"):
        split_by_writer(digits, 7, seed=3)


def test_the_unit_box_keeps_proportions():
    (stroke,) = fit_unit_box([np.float32([[10, 0], [60, 200]])])

    np.testing.assert_allclose(stroke, [[0.375, 0], [0.625, 1]])
    np.testing.assert_allclose(fit_unit_box([np.float32([[5, 5]])])[0], [[0.5, 0.5]])
    with pytest.raises(ValueError, match="no strokes"):
        fit_unit_box([np.empty((0, 2), np.float32)])
    with pytest.raises(ValueError, match="no number"):
        fit_unit_box([np.float32([[np.nan, 1]])])


@pytest.mark.skipif(not DEFAULT_PATH.exists(), reason=f"{DEFAULT_PATH} is not there; it comes with ../shared")
def test_the_published_strokes_have_their_labels():
    digits = load_strokes(DEFAULT_PATH)

    counts = np.bincount([digit.label for digit in digits])
    assert counts.tolist() == [780, 779, 780, 719, 780, 720, 720, 778, 719, 719]
    assert len({digit.writer for digit in digits}) == 30
