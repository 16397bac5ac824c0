"""Which look at a picture is preferred, and how sure it then is."""

from dataclasses import replace

import numpy as np
import pytest

from model.belief.believe import DEFAULT_PATH, Belief, load_belief, save_belief
from model.belief.facts import FACTS, list_facts
from model.preprocess import LOW_CONTRAST, NOT_A_DIGIT
from model.reading import DigitReading, measure_confidence
from tests.support.weights import weigh


@pytest.fixture
def look(reader, boards, encode):
    """Make looks at one picture: `look("25", 0.9, 0.6, agreement=0.5)`, by the number, and how clear its digits are."""
    (first,) = reader.read([reader.prepare(encode(boards[0][0]))])

    def make_look(number, *clear, agreement=1.0, **known):
        digits = tuple(
            DigitReading(int(digit), confidence, [0.0] * 10, [0, 0, 9, 9], 0)
            for digit, confidence in zip(number, clear, strict=True)
        )
        return replace(first, number=number, digits=digits, warnings=(), agreement=agreement, **known)

    return make_look


def list_of(fact, *looks):
    return list_facts(looks)[:, FACTS.index(fact)].tolist()


def test_facts_say_what_is_known_of_looks(look):
    lone, two = look("7", 0.9, agreement=0.5, likelihood=0.8), look("25", 0.9, 0.5, trust=0.25, likelihood=0.5)

    assert list_facts([]).shape == (0, len(FACTS))
    assert list_of("clear", lone, two) == pytest.approx([np.log(9), 0])
    assert list_of("in_doubt", lone, two, look("123", 0.9, 0.4, 0.3)) == [0, 0, 2]
    assert list_of("first_and_alone", lone, two, look("1", 0.9), lone) == [1, 0, 0, 1]
    assert list_of("first_and_alone", look(""), lone) == [0]
    assert list_of("all_read", lone, two) == pytest.approx([0, np.log(0.25)])
    assert list_of("agreed", lone, two) == [0.5, 1]
    likely = replace(two, likelihood=0.8)
    assert list_of("likely_alone", lone, likely) == pytest.approx([np.log(4), 0])
    assert list_of("likely_together", lone, likely) == pytest.approx([0, np.log(4)])
    assert list_of("long", lone, two) == pytest.approx([0, np.log(2)])
    rows = replace(two, digits=(two.digits[0], replace(two.digits[1], line=1)))
    assert list_of("rows", lone, two, rows) == [1, 1, 2]
    assert list_of("looks", lone, two, lone) == pytest.approx([np.log(2), 0, np.log(2)])


def test_facts_are_bounded(look):
    never, surely = look("1", 0.0, trust=0.0, likelihood=0.0), look("1", 1.0, likelihood=1.0)

    assert np.isfinite(list_facts([never, surely])).all()
    assert list_of("clear", never, surely) == pytest.approx([-np.log(9999), np.log(9999)])


def test_the_look_that_is_preferred_is_as_sure_as_it_is_believed(look):
    marked, clear = look("25", 0.9, 0.5, agreement=0.9), look("7", 0.99, agreement=0.2)

    chosen = Belief(weigh(agreed=1), np.log(3), weigh()).choose([clear, marked])

    assert (chosen.number, chosen.trust) == ("25", 1)
    assert measure_confidence(chosen) == pytest.approx(0.75)
    # The other digit's odds stay nine times those of the least sure one.
    assert chosen.digits[0].confidence == pytest.approx(27 / 28, abs=1e-5)
    assert Belief(weigh(clear=1), 0.0, weigh()).choose([clear, marked]).number == "7"


@pytest.mark.parametrize("clear", [0.0, 1.0])
def test_digits_of_which_nothing_else_is_known_are_as_sure_as_they_are_believed(look, clear):
    assert measure_confidence(Belief(weigh(), 0.0, weigh()).choose([look("7", clear)])) == pytest.approx(0.5)


@pytest.mark.parametrize(("odds", "warnings"), [(1.5, (LOW_CONTRAST,)), (0.5, (LOW_CONTRAST, NOT_A_DIGIT))])
def test_a_number_that_is_likely_right_may_not_be_no_digit(look, odds, warnings):
    doubted = replace(look("25", 0.9, 0.4), warnings=(LOW_CONTRAST, NOT_A_DIGIT))

    assert Belief(weigh(), np.log(odds), weigh()).choose([doubted]).warnings == warnings


def test_what_is_hardly_believed_is_not_read(look):
    belief = Belief(weigh(), -5.0, weigh())

    refused = belief.choose([look("25", 0.9, 0.9), look("7", 0.9)])

    assert (refused.number, refused.digits, refused.warnings) == ("", (), (NOT_A_DIGIT,))
    assert (refused.tiles.shape, refused.ink.read) == ((0, 28, 28), ())
    blank = look("")
    assert belief.choose([look("7", 0.9), blank]) is blank
    assert belief.choose([blank, blank]) is blank


def test_what_was_fitted_can_be_saved(tmp_path):
    belief = Belief(weigh(clear=0.5), -1.25, weigh(agreed=2))

    save_belief(belief, tmp_path / "belief.json")
    loaded = load_belief(tmp_path / "belief.json")

    assert (loaded.preferred.tolist(), loaded.begin, loaded.believed.tolist()) == (
        belief.preferred.tolist(),
        belief.begin,
        belief.believed.tolist(),
    )


def test_what_was_fitted_on_other_facts_is_refused(tmp_path):
    path = tmp_path / "belief.json"
    path.write_text(DEFAULT_PATH.read_text().replace("looks", "luck"))

    with pytest.raises(ValueError, match=r"other facts: run `python -m model\.belief\.train`"):
        load_belief(path)


def test_what_ships_believes_what_agrees_more_than_what_does_not(look):
    agreeing, other = (look("25", 0.9, 0.9, agreement=a, likelihood=b) for a, b in ((0.8, 0.9), (0.3, 0.01)))
    belief = load_belief()

    assert measure_confidence(belief.choose([agreeing])) > 0.8
    assert measure_confidence(belief.choose([other])) < 0.5
    assert belief.choose([other, agreeing]).number == "25"
