"""Figures of answers, on cases that were counted by hand."""

import numpy as np
import pytest

from model.answers import Answer
from model.calibrate import measure_gap, wilson_interval
from model.metrics import count_confusion, count_edits, measure_answers, measure_digit_accuracy
from model.reliability import list_reliability
from model.separation import measure_auroc, measure_fpr95


def make_scores(*values):
    return np.array(values, np.float64)


def test_auroc_counts_pairs_and_ties_as_halves():
    # Of nine pairs: 0.9 wins three, 0.8 wins two and ties, 0.4 wins one and ties.
    assert measure_auroc(make_scores(0.9, 0.8, 0.4), make_scores(0.8, 0.4, 0.1)) == pytest.approx(7 / 9)
    assert measure_auroc(make_scores(0.9, 0.8), make_scores(0.2, 0.0)) == 1.0
    assert measure_auroc(make_scores(0.0, 0.0), make_scores(0.0, 0.0, 0.0)) == 0.5
    assert measure_auroc(make_scores(0.1), make_scores(0.2)) == 0.0


def test_auroc_is_the_share_of_pairs_that_are_in_order():
    rng = np.random.default_rng(0)
    positives, negatives = rng.integers(0, 20, 200) / 20, rng.integers(0, 15, 300) / 20
    difference = positives[:, np.newaxis] - negatives

    assert measure_auroc(positives, negatives) == pytest.approx(np.where(difference == 0, 0.5, difference > 0).mean())


def test_fpr95_by_hand():
    # 19 of 20 positives reach 0.05; the twentieth, 0, needs not.
    positives = np.arange(20) / 20
    assert measure_fpr95(positives, make_scores(0.04, 0.05, 0.5, 0.0)) == 0.5
    # Of three positives all are needed for 95 %.
    assert measure_fpr95(make_scores(0.9, 0.8, 0.3), make_scores(0.3, 0.2)) == 0.5
    # What ties with the threshold passes: here everything does.
    assert measure_fpr95(make_scores(1.0, 0.0), make_scores(0.0, 0.0)) == 1.0


def test_ece_by_hand():
    # Bins of a fifteenth: two answers at 0.98, one right; one at 0.5, right.
    confidence, right = make_scores(0.98, 0.98, 0.5), np.array([True, False, True])

    assert measure_gap(confidence, right) == pytest.approx((abs(1.96 - 1) + abs(0.5 - 1)) / 3)
    assert measure_gap(make_scores(1.0), np.array([True])) == 0.0
    assert measure_gap(make_scores(0.0), np.array([False])) == 0.0


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("", "", 0),
        ("", "123", 3),
        ("123", "", 3),
        ("123", "123", 0),
        ("1234", "134", 1),
        ("19", "91", 2),
        ("70", "1", 2),
    ],
)
def test_edit_distance(one, other, edits):
    assert count_edits(one, other) == edits
    assert count_edits(other, one) == edits


def test_digit_accuracy_is_over_all_digits_and_never_below_0():
    assert measure_digit_accuracy([Answer("1234", "124", 0.9), Answer("5", "5", 0.9)]) == pytest.approx(1 - 1 / 5)
    assert measure_digit_accuracy([Answer("1", "7777", 0.9)]) == 0.0


def test_answers_to_both_kinds_of_pictures():
    answers = [
        Answer("12", "1 2", 0.9),
        Answer("3", "5", 0.8, ("uncertain",)),
        Answer("4", "", 0.0, ("blank",)),
        Answer("", "", 0.0, ("blank",)),
        Answer("", "7", 0.85, ("uncertain",)),
        Answer("", "", 0.0, problem="The file is empty."),
    ]

    figures = measure_answers(answers)

    assert (figures.images, figures.total, figures.right, figures.negatives) == (6, 3, 1, 2)
    assert figures.accuracy == pytest.approx(1 / 3)
    assert figures.interval == wilson_interval(1, 3) == pytest.approx((0.0615, 0.7923), abs=1e-4)
    assert figures.digit_accuracy == pytest.approx(1 - 2 / 4)
    assert figures.ece == pytest.approx((0.1 + 0.8 + 0.0) / 3)
    assert figures.refused == 0.5
    # Pairs: 0.9 wins two, 0.8 one, 0 ties with the refused one.
    assert figures.auroc == pytest.approx(3.5 / 6)
    assert figures.fpr95 == 1.0
    assert figures.warnings == {"blank": 2, "uncertain": 2}


def test_what_cannot_be_measured_is_none():
    nothing = measure_answers([])
    assert (nothing.accuracy, nothing.interval, nothing.ece, nothing.refused, nothing.auroc) == (None,) * 5
    digits, none = measure_answers([Answer("1", "1", 0.9)]), measure_answers([Answer("", "1", 0.9)])
    assert (digits.refused, digits.auroc, digits.fpr95) == (None, None, None)
    assert (none.accuracy, none.digit_accuracy, none.refused, none.auroc) == (None, None, 0.0, None)


def test_confusion_has_columns_for_nothing_and_several():
    read = (("1", "1"), ("1", "7"), ("2", ""), ("3", "13"), ("12", "12"))

    confusion = count_confusion([Answer(label, number, 0.9) for label, number in read])

    assert confusion.shape == (10, 12)
    assert confusion.sum() == 4
    assert (confusion[1, 1], confusion[1, 7], confusion[2, 10], confusion[3, 11]) == (1, 1, 1, 1)


def test_reliability_has_the_bins_that_are_not_empty():
    answers = [Answer("1", "1", 1.0), Answer("1", "7", 0.96), Answer("2", "", 0.0), Answer("", "3", 0.5)]

    low, high = list_reliability(answers)

    assert (low.confidence, low.right, low.count) == (0.0, 0.0, 1)
    assert (high.confidence, high.right, high.count) == (pytest.approx(0.98), 0.5, 2)
