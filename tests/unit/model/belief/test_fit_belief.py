"""What is fitted to looks whose number is known."""

import numpy as np
import pytest

from model.belief import examples, train
from model.belief.believe import load_belief
from model.belief.examples import Looks, make_looks
from model.belief.facts import FACTS
from model.belief.fit import find_best, fit_belief

PICTURES, LOOKS = 2_000, 3


@pytest.fixture
def looks():
    """Looks at pictures: each is right the more often the higher its first fact is, and its picture's second."""
    rng = np.random.default_rng(5)
    facts = rng.normal(size=(PICTURES * LOOKS, len(FACTS)))
    picture = np.repeat(np.arange(PICTURES), LOOKS)
    facts[:, 1] = facts[::LOOKS, 1][picture]
    right = rng.random(len(facts)) < 1 / (1 + np.exp(-(0.5 + 2 * facts[:, 0] + facts[:, 1])))
    return Looks(facts, right, picture, np.ones(len(facts), bool))


def test_what_tells_right_from_wrong_is_found(looks):
    belief = fit_belief(looks)

    # Looks at one picture do not differ in the second fact, so it says nothing of which is right.
    assert belief.preferred[0] == pytest.approx(2, abs=0.3)
    assert np.abs(belief.preferred[1:]).max() < 0.2
    assert belief.believed[:2] == pytest.approx([2, 1], abs=0.4)
    assert belief.begin == pytest.approx(0.5, abs=0.5)
    assert np.abs(belief.believed[2:]).max() < 0.3


def test_how_likely_lone_digits_are_prefers_none_of_them(looks):
    """Whatever it tells of what is right."""
    alone = FACTS.index("likely_alone")
    swapped = looks.facts.copy()
    swapped[:, [0, alone]] = looks.facts[:, [alone, 0]]

    belief = fit_belief(looks._replace(facts=swapped))

    assert belief.preferred[alone] == 0
    assert belief.believed[alone] > 1


def test_the_best_look_at_each_picture_is_found(looks):
    preferred = np.eye(len(FACTS))[0]

    best = find_best(looks, preferred)

    assert looks.picture[best].tolist() == list(range(PICTURES))
    assert looks.facts[best, 0].tolist() == looks.facts[:, 0].reshape(PICTURES, LOOKS).max(axis=1).tolist()


def test_what_is_no_digit_counts_less(looks):
    is_digit = looks.picture % 2 == 0
    mixed = looks._replace(is_digit=is_digit, right=looks.right & is_digit)

    believed = fit_belief(mixed)

    assert believed.begin > fit_belief(mixed._replace(is_digit=np.ones_like(is_digit))).begin


def test_the_command_writes_what_serves(tmp_path, sources, monkeypatch, capsys):
    monkeypatch.setattr(train, "make_looks", lambda *given: make_looks(*given, processes=1))
    monkeypatch.setattr(train, "OTHER_PICTURES", 20)
    monkeypatch.setattr(train, "load_mnist", lambda _: None)
    monkeypatch.setattr(train, "split_sources", lambda *_: (None, sources))
    monkeypatch.setattr(examples, "PICTURES_A_CHUNK", 20)

    assert train.main(["--pictures", "40", "--out", str(tmp_path / "belief.json")]) == 0

    assert load_belief(tmp_path / "belief.json").preferred.shape == (len(FACTS),)
    assert "Of 20 others" in capsys.readouterr().out
