"""Probabilities that mean what they say."""

import numpy as np
import pytest

from model import calibrate


@pytest.fixture
def overconfident():
    """Logits that are three times too large for how often they are right, with their labels."""
    rng = np.random.default_rng(0)
    honest = rng.normal(0, 1.5, (8_000, 10)).astype(np.float32)
    chances = calibrate.to_probabilities(honest, 1.0)
    labels = (chances.cumsum(axis=1) > rng.random((8_000, 1))).argmax(axis=1)
    return honest * 3, labels


def test_probabilities_sum_to_one_even_for_large_logits():
    probabilities = calibrate.to_probabilities(np.array([[1e4, -1e4, 0] + [0] * 7], np.float32), 1.0)

    assert probabilities[0, 0] == 1.0
    assert probabilities.sum() == pytest.approx(1.0)


def test_temperature_undoes_overconfidence(overconfident):
    logits, labels = overconfident

    temperature = calibrate.fit_temperature(logits, labels)

    assert temperature == pytest.approx(3.0, rel=0.05)
    assert calibrate.measure_ece(calibrate.to_probabilities(logits, temperature), labels) < 0.02
    assert calibrate.measure_ece(calibrate.to_probabilities(logits, 1.0), labels) > 0.2


def test_certain_answers_are_right(overconfident):
    logits, labels = overconfident
    probabilities = calibrate.to_probabilities(logits, 3.0)

    threshold = calibrate.choose_uncertain_below(probabilities, labels)

    certain = probabilities.max(axis=1) >= threshold
    assert (probabilities.argmax(axis=1) == labels)[certain].mean() >= calibrate.CERTAIN_ACCURACY


def test_confidence_keeps_the_order_of_probabilities():
    confidences = [calibrate.to_confidence(probability) for probability in (0.0, 0.2, 0.5, 0.99, 1.0)]

    assert confidences == sorted(confidences)
    assert (confidences[0], confidences[-1]) == (0, 1)
    assert confidences[2] == pytest.approx(calibrate.PICTURE_ODDS / (1 + calibrate.PICTURE_ODDS))


def test_the_gap_is_between_confidence_and_share_right():
    confidence, right = np.repeat([0.95, 0.55], 100), np.arange(200) % 100 < np.repeat([90, 55], 100)

    # Half of the answers are right 5 in 100 times less often than they say.
    assert calibrate.measure_gap(confidence, right) == pytest.approx(0.025)
    assert calibrate.measure_gap(np.ones(1), np.ones(1, bool)) == 0.0


def test_wilson_interval_of_a_known_case():
    assert calibrate.wilson_interval(9_950, 10_000) == pytest.approx((0.99342, 0.99620), abs=2e-5)
    assert calibrate.wilson_interval(10, 10)[1] == pytest.approx(1.0)


def test_rounded_probabilities_still_sum_to_one():
    rng = np.random.default_rng(0)
    probabilities = rng.dirichlet(np.full(10, 0.1), 5_000).astype(np.float32)

    rounded = calibrate.round_probabilities(probabilities)

    assert np.abs(rounded.sum(axis=1) - 1).max() < 1e-9
    assert np.abs(rounded - probabilities).max() < 2e-6
    assert (rounded == rounded.round(6)).all()
    assert (rounded >= 0).all()
    assert calibrate.round_probabilities(np.zeros((0, 10), np.float32)).shape == (0, 10)
