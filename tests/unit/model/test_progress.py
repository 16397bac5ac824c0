"""What a training run notes, and which epoch it keeps."""

from model.progress import EpochLine, read_history, write_history

LINES = [EpochLine(1, 0.9, 0.99, 0.9, 0.5), EpochLine(2, 0.4, 0.98, 0.97, 0.1), EpochLine(3, 0.3, 0.995, 0.95, 0.99)]


def test_epochs_are_read_as_they_were_written(tmp_path):
    assert read_history(tmp_path) == []

    write_history(tmp_path, LINES)

    assert read_history(tmp_path) == LINES


def test_digits_of_both_kinds_choose_the_epoch():
    assert max(LINES, key=lambda line: line.score).epoch == 2
