"""Connected ink."""

import numpy as np

from model.preprocess.pieces import Piece, find_pieces, join_pieces, overlap
from tests.support.sketches import as_mask, sketch


def test_each_digit_is_a_piece_with_its_box_and_its_label():
    mask = as_mask(sketch((100, 200), ("0", (20, 20, 40, 60)), ("7", (120, 30, 40, 60))))

    labels, pieces = find_pieces(mask)

    assert labels.shape == mask.shape
    assert labels.dtype == np.int32
    np.testing.assert_array_equal(labels > 0, mask > 0)
    assert len(pieces) == 2
    for piece in pieces:
        of_piece = labels == piece.labels[0]
        rows, columns = np.nonzero(of_piece)
        assert [columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1] == piece.box
        assert (piece.right, piece.bottom) == (columns.max() + 1, rows.max() + 1)
        assert piece.area == of_piece.sum()
        assert piece.side == max(piece.width, piece.height)


def test_corners_connect():
    mask = np.eye(5, dtype=np.uint8)

    assert [piece.box for piece in find_pieces(mask)[1]] == [[0, 0, 5, 5]]


def test_ink_at_the_border_is_found_whole():
    mask = np.zeros((30, 40), np.uint8)
    mask[0, :] = mask[:, 39] = 1

    assert [piece.box for piece in find_pieces(mask)[1]] == [[0, 0, 40, 30]]


def test_no_ink_has_no_pieces():
    labels, pieces = find_pieces(np.zeros((4, 7), np.uint8))

    assert labels.shape == (4, 7)
    assert not labels.any()
    assert pieces == []


def test_joined_pieces_have_all_labels_and_one_box():
    one, other, third = Piece((1,), 10, 20, 5, 6, 20), Piece((2, 4), 2, 30, 30, 4, 50), Piece((3,), 9, 9, 1, 1, 1)

    assert join_pieces([one, other, third]) == Piece((1, 2, 4, 3), 2, 9, 30, 25, 71)
    assert join_pieces([one]) is one


def test_overlap_is_shared_or_the_gap():
    assert [overlap(0, 10, 4, 20), overlap(0, 10, 10, 20), overlap(0, 3, 8, 9), overlap(0, 9, 2, 4)] == [6, 0, -5, 2]


def test_a_piece_encloses_what_touches_none_of_its_sides():
    frame = Piece((1,), 10, 20, 40, 30, 140)

    assert frame.encloses(Piece((2,), 11, 21, 38, 28, 100))
    for beside in ((10, 25, 5, 5), (45, 25, 5, 5), (20, 20, 5, 5), (20, 45, 5, 5), (60, 25, 5, 5)):
        assert not frame.encloses(Piece((2,), *beside, 20))
    assert not frame.encloses(frame)
