import numpy as np
import pytest

from model.simulate.fragments import (
    CUTS,
    SHUFFLED,
    TURNS,
    cut_digit,
    has_loop,
    is_safe,
    make_fragment,
    shuffle_digit,
    turn_digit,
)
from model.simulate.glyphs import draw_glyph
from model.simulate.scene import Ink, ink_of_digit


def write(label: int, seed: int = 0, height: int = 60) -> Ink:
    return ink_of_digit(draw_glyph(str(label), height, np.random.default_rng(seed)), label)


def test_tables_leave_out_what_stays_a_digit() -> None:
    # The leg of a 7 and any piece of a 1 are a 1; 0, 8, 1 turned over are themselves, 6 and 9 each other.
    assert not {1, 7} & set(CUTS)
    assert not {0, 2, 5, 6, 8} & set(TURNS)
    assert not {0, 1, 7} & SHUFFLED
    assert "mirror" not in TURNS[1]
    assert all(side in {"top", "bottom", "middle"} for cuts in CUTS.values() for side, _, _ in cuts)


@pytest.mark.parametrize("side", ["top", "bottom", "middle"])
def test_a_cut_keeps_its_share_of_the_height(side: str) -> None:
    digit = write(8).coverage
    piece = cut_digit(digit, (side, 0.3, 0.3), np.random.default_rng(0))
    assert piece.shape == (round(0.3 * digit.shape[0]), digit.shape[1])


def test_turns_and_shuffles_keep_all_ink() -> None:
    digit = write(3).coverage
    turned = turn_digit(digit, "left")
    assert turned.shape == digit.shape[::-1]
    assert np.array_equal(turn_digit(turned, "right"), digit)
    assert np.array_equal(turn_digit(turn_digit(digit, "mirror"), "mirror"), digit)
    shuffled = shuffle_digit(digit, np.random.default_rng(0))
    assert shuffled.sum() == pytest.approx(digit.sum(), rel=1e-5)
    assert not np.array_equal(shuffled, digit)


def test_what_is_upright_or_a_speck_is_not_safe() -> None:
    assert not is_safe(np.ones((30, 10), np.float32))
    assert not is_safe(np.zeros((30, 30), np.float32))
    assert is_safe(np.ones((20, 30), np.float32))


def test_loops_are_found() -> None:
    assert has_loop(write(0).coverage)
    assert not has_loop(cut_digit(write(0).coverage, ("top", 0.4, 0.4), np.random.default_rng(0)))


@pytest.mark.parametrize("label", range(10))
def test_every_digit_gives_fragments_cut_close_the_same_for_a_seed(label: int) -> None:
    made = 0
    for seed in range(20):
        piece, again = (make_fragment(write(label, seed), np.random.default_rng(seed)) for _ in range(2))
        if piece is None or again is None:
            assert piece is again
            continue
        made += 1
        assert np.array_equal(piece, again)
        assert piece.dtype == np.float32
        assert piece.min() >= 0
        assert 0.3 < piece.max() <= 1
        assert is_safe(piece)
        assert all(edge.any() for edge in (piece[0], piece[-1], piece[:, 0], piece[:, -1]))
    # Whatever is done to a 4, it may be read.
    assert made == 0 if label not in CUTS | TURNS.keys() | SHUFFLED else made >= 10


def test_no_fragment_keeps_a_loop_that_was_cut_out() -> None:
    for seed in range(60):
        piece = make_fragment(write(8, seed), np.random.default_rng(seed))
        # Shuffled quarters may close one; what was cut has none.
        assert piece is None or piece.shape[0] > 30 or not has_loop(piece)
