import numpy as np
import pytest

from model.simulate.letters import FORMS, LOOK_ALIKES, draw_curve, letter_strokes, parse_stroke


def test_no_letter_looks_like_a_digit() -> None:
    assert not LOOK_ALIKES & set(FORMS)
    assert all(len(character) == 1 for character in FORMS)


@pytest.mark.parametrize("character", FORMS)
def test_every_form_of_a_letter_can_be_drawn(character: str) -> None:
    for form in FORMS[character].split("/"):
        for text in form.split(";"):
            stroke = parse_stroke(text, np.random.default_rng(0))
            assert stroke.dtype == np.float32
            assert stroke.shape[0] >= 2
            assert stroke.shape[1:] == (2,)
            assert np.abs(stroke).max() < 2


def test_a_seed_gives_the_same_letter_and_another_seed_another_shape() -> None:
    first, again = (letter_strokes(np.random.default_rng(3)) for _ in range(2))
    assert first[0] == again[0]
    assert all(np.array_equal(a, b) for a, b in zip(first[1], again[1], strict=True))
    a, b = (parse_stroke("~0,0 5,5 0,10", np.random.default_rng(seed)) for seed in (1, 2))
    assert not np.array_equal(a, b)


def test_many_different_letters_come() -> None:
    rng = np.random.default_rng(4)
    assert len({letter_strokes(rng)[0] for _ in range(1000)}) > len(FORMS) * 0.9


def test_a_curve_goes_through_its_points() -> None:
    points = np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 1.0]])
    curve = draw_curve(points, steps=5)
    assert curve.shape == (11, 2)
    np.testing.assert_allclose(curve[::5], points, atol=1e-6)


def test_a_corner_stays_a_corner() -> None:
    stroke = parse_stroke("~0,0 0,10! 10,10", np.random.default_rng(5))
    steps = np.diff(stroke, axis=0)
    # Down, then right: no step goes both ways, but for the wobble of the points.
    assert (np.abs(steps).min(axis=1) < 0.02).all()
