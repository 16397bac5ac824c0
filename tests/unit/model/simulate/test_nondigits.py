import numpy as np
import pytest

from model.simulate.glyphs import draw_glyph
from model.simulate.letters import LOOK_ALIKES
from model.simulate.nondigits import PRINTED, SHARES, WIDEST, NondigitMaker, limit_width, word_strokes
from model.simulate.scene import Ink, ink_of_digit


class PrintedDigits:
    def make(self, rng: np.random.Generator, height: int) -> Ink:
        label = int(rng.integers(10))
        return ink_of_digit(draw_glyph(str(label), height, rng), label)


@pytest.fixture
def maker() -> NondigitMaker:
    return NondigitMaker(PrintedDigits())


def test_no_printed_letter_looks_like_a_digit_and_shares_add_up() -> None:
    assert not set(PRINTED) & LOOK_ALIKES
    assert sum(SHARES.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("kind", SHARES)
@pytest.mark.parametrize("height", [14, 40, 200])
def test_every_kind_gives_ink_without_labels(maker: NondigitMaker, kind: str, height: int) -> None:
    for seed in range(10):
        ink = maker.make_kind(kind, np.random.default_rng(seed), height)
        assert ink.labels == ink.lines == ()
        assert ink.owner.shape == ink.coverage.shape
        assert ink.owner.dtype == np.uint8
        assert not ink.owner.any()
        assert ink.coverage.dtype == np.float32
        assert ink.coverage.min() >= 0
        assert 0.1 < ink.coverage.max() <= 1
        # The pen and the letter's lean come on top of the height.
        assert ink.coverage.shape[0] < 1.5 * height + 10
        assert ink.coverage.shape[1] <= WIDEST * height


def test_a_seed_gives_the_same_ink(maker: NondigitMaker) -> None:
    for seed in range(20):
        first, again = (maker.make(np.random.default_rng(seed)) for _ in range(2))
        assert np.array_equal(first.coverage, again.coverage)


def test_words_are_wider_than_high() -> None:
    rng = np.random.default_rng(1)
    spans = np.array([np.ptp(np.concatenate(word_strokes(rng)), axis=0) for _ in range(50)])
    assert np.median(spans[:, 0] / spans[:, 1]) > 1.5


def test_wide_ink_is_made_smaller_in_proportion() -> None:
    assert limit_width(np.ones((20, 200), np.float32), 25).shape == (5, 50)
    assert limit_width(np.ones((20, 30), np.float32), 25).shape == (20, 30)
