"""Digits that touch, and where they could be parted."""

import numpy as np
import pytest

from model.preprocess.pieces import find_pieces, join_pieces
from model.simulate.cuts import find_cuts, is_wide, list_parts
from tests.support.sketches import as_mask, sketch


def whole_of(ink):
    labels, pieces = find_pieces(as_mask(ink))
    return labels, join_pieces(pieces)


def cut_close(labels, piece):
    return labels[piece.top : piece.bottom, piece.left : piece.right] > 0


def list_middles(inked):
    """Return the columns in which cuts cross the middle row."""
    return [int(way[len(way) // 2]) for way in find_cuts(inked)[1:-1]]


@pytest.fixture
def pair():
    """A 2 whose foot runs into a 0 at column 96."""
    return sketch((130, 200), ("2", (40, 20, 60, 90)), ("0", (94, 20, 60, 90)), pen=6)


def test_one_of_the_cuts_is_where_two_digits_touch(pair):
    labels, whole = whole_of(pair)

    assert is_wide(whole)
    cuts = [whole.left + cut for cut in list_middles(cut_close(labels, whole))]
    assert any(88 <= cut <= 108 for cut in cuts)


def test_cuts_go_around_what_leans():
    """A 7 whose stem reaches below the 0 on its left, which it touches: no column parts them."""
    ink = sketch((130, 200), ("7", (30, 20, 90, 90)), ("0", (98, 30, 60, 76)), pen=6)
    ink[60:64, 85:103] = 255
    labels, whole = whole_of(ink)
    inked = cut_close(labels, whole)

    fewest = min(
        int(inked[np.arange(len(way)), np.clip(way, 0, inked.shape[1] - 1)].sum()) for way in find_cuts(inked)[1:-1]
    )

    assert fewest <= 8
    assert inked[:, int(0.3 * inked.shape[1]) : int(0.8 * inked.shape[1])].sum(axis=0).min() >= 1


def test_cuts_never_cross(pair):
    labels, whole = whole_of(pair)

    ways = np.stack(find_cuts(cut_close(labels, whole)))

    assert (np.diff(ways, axis=0) >= 0).all()
    assert (ways[0] == 0).all()
    assert (ways[-1] == whole.width).all()
    assert np.abs(np.diff(ways, axis=1)).max() <= 4


def test_each_digit_is_among_the_parts(pair):
    labels, whole = whole_of(pair)

    boxes = [part.box for _, part in list_parts(pair, labels, whole)]

    for left, right in ((37, 97), (96, 153)):
        assert any(abs(box[0] - left) <= 12 and abs(box[0] + box[2] - right) <= 12 for box in boxes)


def test_parts_lie_in_the_piece_from_side_to_side(pair):
    labels, whole = whole_of(pair)

    parts = list_parts(pair, labels, whole)

    assert min(part.left for _, part in parts) == whole.left
    assert max(part.right for _, part in parts) == whole.right
    # No part is the whole, and all lie inside.
    for tile, part in parts:
        assert whole.left <= part.left < part.right <= whole.right
        assert part.width < whole.width
        assert tile.shape == (28, 28)


def test_a_longer_run_has_more_cuts():
    ink = sketch((110, 400), *(("0", (20 + 65 * at, 20, 70, 70)) for at in range(5)), pen=5)
    labels, whole = whole_of(ink)

    cuts = list_middles(cut_close(labels, whole))

    contacts = [88 + 65 * at - whole.left for at in range(4)]
    assert cuts == sorted(cuts)
    assert all(min(abs(cut - contact) for cut in cuts) <= 14 for contact in contacts)


@pytest.mark.parametrize("digit", ["1", "7", "5", "8"])
def test_upright_digits_are_not_wide(digit):
    assert not is_wide(whole_of(sketch((130, 120), (digit, (30, 15, 60, 100))))[1])


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (3, 5), (40, 40)])
def test_blocks_of_any_shape_do_no_harm(shape):
    ink = np.full(shape, 255, np.uint8)

    assert all(tile.shape == (28, 28) for tile, _ in list_parts(ink, *whole_of(ink)))
