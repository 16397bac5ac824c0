"""What may be one digit."""

import numpy as np
import pytest

from model.preprocess.candidates import WHOLE, cut_tile, has_label, list_candidates
from model.preprocess.pieces import find_pieces
from tests.support.sketches import as_mask, sketch

SHAPE = (120, 400)


def list_all(ink, lines=None):
    labels, pieces = find_pieces(as_mask(ink))
    in_line = sorted(pieces, key=lambda piece: piece.left)
    return list_candidates(ink, labels, lines or [in_line]), in_line


def test_each_piece_is_a_candidate_in_its_place():
    candidates, pieces = list_all(sketch(SHAPE, ("2", (20, 20, 45, 80)), ("7", (170, 20, 45, 80))))

    assert [each.piece for each in candidates] == pieces
    assert [(each.start, each.end) for each in candidates] == [(0, 1), (1, 2)]
    assert all(each.tile.shape == (28, 28) and each.tile.dtype == np.uint8 for each in candidates)
    assert [(each.joined, each.line) for each in candidates] == [(1, 0)] * 2


def test_near_pieces_are_tried_together():
    """A 4 whose stem does not touch."""
    candidates, _ = list_all(sketch(SHAPE, ("1", (20, 20, 10, 80)), ("1", (42, 20, 10, 80))))

    assert sorted((each.start, each.end, each.joined) for each in candidates) == [
        (0, 1, 1),
        (0, 2, 2),
        (1, 2, 1),
    ]
    whole = max(candidates, key=lambda each: each.piece.width)
    assert sum(each.piece.area for each in candidates) == 2 * whole.piece.area


def test_wide_pieces_are_not_tried_together():
    candidates, _ = list_all(sketch(SHAPE, ("0", (20, 20, 70, 80)), ("0", (100, 20, 70, 80))))

    assert [each.joined for each in candidates] == [1, 1]


def test_lines_are_numbered():
    ink = sketch((240, 100), ("2", (20, 20, 45, 70)), ("7", (20, 140, 45, 70)))
    labels, pieces = find_pieces(as_mask(ink))

    candidates = list_candidates(ink, labels, [[piece] for piece in pieces])

    assert [each.line for each in candidates] == [0, 1]


def test_a_tile_holds_the_ink_of_its_piece_alone():
    """The stroke of a 1 reaches over the bow of a 5 without touching it."""
    both = sketch((120, 120), ("0", (30, 30, 40, 60)), pen=6)
    other = sketch((120, 120), ("7", (20, 14, 66, 100)), pen=6)
    alone = both.copy()
    gap = sketch((120, 120), ("7", (20, 14, 66, 100)), pen=12)
    both = np.where(gap > 0, other, both)
    alone = np.where(gap > 0, 0, alone)
    labels, pieces = find_pieces(as_mask(both))
    zero = min(pieces, key=lambda piece: piece.side)

    np.testing.assert_allclose(
        cut_tile(both, labels, zero).astype(int), cut_tile(alone, *find_alone(alone)).astype(int), atol=40
    )


def find_alone(ink):
    labels, pieces = find_pieces(as_mask(ink))
    return labels, max(pieces, key=lambda piece: piece.area)


@pytest.mark.parametrize("box", [(0, 0, 50, 90), (340, 25, 58, 94)])
def test_ink_at_the_border_has_its_tile(box):
    (candidate,), _ = list_all(sketch(SHAPE, ("7", box)))

    assert candidate.tile.max() == 255


def test_labels_are_asked_for_one_by_one_or_many():
    labels = np.array([[0, 1, 2], [3, 2, 1]], np.int32)

    np.testing.assert_array_equal(has_label(labels, (2,)), labels == 2)
    np.testing.assert_array_equal(has_label(labels, (1, 3)), (labels == 1) | (labels == 3))


def test_no_line_has_no_candidates():
    assert list_candidates(np.zeros((9, 9), np.uint8), np.zeros((9, 9), np.int32), []) == []


def test_a_digit_broken_across_is_tried_as_a_whole():
    """The bar of a 5 just above its bow."""
    ink = sketch((140, 120), ("5", (30, 20, 50, 90)), pen=8)
    ink[30:36] = 0
    labels, pieces = find_pieces(as_mask(ink))

    candidates = list_candidates(ink, labels, [[piece] for piece in pieces])

    (whole,) = [each for each in candidates if each.line == WHOLE]
    assert whole.piece.area == sum(piece.area for piece in pieces)
    assert whole.joined == 1


@pytest.mark.parametrize("down", [120, 150])
def test_lines_far_apart_are_no_whole(down):
    ink = sketch((260, 100), ("2", (20, 20, 45, 70)), ("7", (20, down, 45, 70)))
    labels, pieces = find_pieces(as_mask(ink))

    candidates = list_candidates(ink, labels, [[piece] for piece in pieces])

    assert [each.line for each in candidates] == [0, 1]
