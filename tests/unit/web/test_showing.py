"""What the result page works out of a prediction."""

from typing import Any

import pytest

from shared.prediction import Digit, Prediction, Status, Timings, make_urls
from web.showing import list_choices, list_steps, show


def make_digit(digit: int, probabilities: dict[int, float] | None = None, line: int = 0) -> Digit:
    shares = [0.0] * 10
    for other, share in (probabilities or {digit: 1.0}).items():
        shares[other] = share
    return Digit(digit=digit, confidence=shares[digit], probabilities=shares, box=[0, 0, 1, 1], line=line)


def make_prediction(number: str = "7", **changes: Any) -> Prediction:
    digits = [make_digit(int(letter)) for letter in number if letter != " "]
    usual = {
        "id": "x", "status": Status.SUCCEEDED, "number": number, "digits": digits,
        "created_at": "2026-11-22T12:00:00.000Z", "urls": make_urls("x"),
    }  # fmt: skip
    return Prediction(**(usual | changes))


@pytest.mark.parametrize(
    ("probabilities", "runner_up"),
    [({7: 0.995, 1: 0.005}, None), ({7: 0.901, 1: 0.099}, None), ({7: 0.9, 1: 0.1}, 1), ({7: 0.5, 0: 0.3, 9: 0.2}, 0)],
)
def test_the_runner_up_is_told_when_it_is_close(probabilities: dict[int, float], runner_up: int | None) -> None:
    prediction = make_prediction(digits=[make_digit(7, probabilities)])
    [digit] = show(prediction, is_owner=True, has_workers=True).digits
    assert digit.runner_up == runner_up


@pytest.mark.parametrize(
    ("number", "place", "digit", "corrected"),
    [("7", 0, 1, "1"), ("407", 0, 9, "907"), ("407", 2, 9, "409"), ("40 7", 2, 1, "40 1"), ("4 0 7", 1, 5, "4 5 7")],
)
def test_a_choice_is_the_whole_number_with_one_digit_changed(
    number: str, place: int, digit: int, corrected: str
) -> None:
    choices = list_choices(make_prediction(number), place)
    assert [choice.digit for choice in choices] == list(range(10))
    assert choices[digit].number == corrected


def test_without_a_digit_for_each_place_there_are_no_choices() -> None:
    assert list_choices(make_prediction("407", digits=[make_digit(4)]), 0) == []
    assert not show(make_prediction("407", digits=[make_digit(4)]), is_owner=True, has_workers=True).has_choices
    assert not show(make_prediction("1234567"), is_owner=True, has_workers=True).has_choices
    assert show(make_prediction(""), is_owner=True, has_workers=True).has_choices


def test_only_the_owner_judges_and_only_what_was_read() -> None:
    assert show(make_prediction(), is_owner=True, has_workers=True).can_be_judged
    assert not show(make_prediction(), is_owner=False, has_workers=True).can_be_judged
    assert not show(make_prediction(status=Status.FAILED), is_owner=True, has_workers=True).can_be_judged


def test_steps_follow_one_another() -> None:
    steps = list_steps(make_prediction(timings=Timings(queued_ms=5, preprocess_ms=2.5, inference_ms=1)))
    assert [(step.begins_ms, step.takes_ms) for step in steps] == [(0, 5), (5, 2.5), (7.5, 1)]
    assert list_steps(make_prediction(timings=Timings())) == []
    assert show(make_prediction(), is_owner=True, has_workers=True).total_ms == 0
