"""Surfaces by their shares."""

import numpy as np
import pytest

from model.simulate import surfaces
from model.simulate.scene import ink_of_digit


def bar():
    return ink_of_digit(np.ones((90, 12), np.float32), 1)


@pytest.mark.parametrize("way", list(surfaces.WAYS))
def test_a_single_share_takes_that_way(way, monkeypatch):
    taken = []
    monkeypatch.setattr(surfaces, "WAYS", {name: lambda *_, name=name: taken.append(name) for name in surfaces.WAYS})
    for seed in range(5):
        surfaces.lay(bar(), np.random.default_rng(seed), {way: 2.0})

    assert taken == [way] * 5


def test_all_ways_occur_by_default(monkeypatch):
    taken = []
    monkeypatch.setattr(surfaces, "WAYS", {name: lambda *_, name=name: taken.append(name) for name in surfaces.WAYS})
    rng = np.random.default_rng(0)
    for _ in range(400):
        surfaces.lay(bar(), rng)

    for way, share in surfaces.SHARES.items():
        assert taken.count(way) / 400 == pytest.approx(share, abs=0.1)


def test_the_same_seed_gives_the_same_scene():
    first, second = (surfaces.lay(bar(), np.random.default_rng(4)) for _ in range(2))

    np.testing.assert_array_equal(first.grey, second.grey)
    assert first.boxes == second.boxes


@pytest.mark.parametrize("shares", [{}, {"board": 0.0}, {"fax": 1.0}])
def test_shares_of_nothing_are_refused(shares):
    with pytest.raises(ValueError, match="shares"):
        surfaces.lay(bar(), np.random.default_rng(0), shares)
