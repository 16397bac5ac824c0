"""The evaluation command, on the known digits of the shipped artifact."""

import numpy as np
import pytest

from model import evaluate, measure
from model.data import LabelledTiles

pytestmark = pytest.mark.usefixtures("quiet_tensorflow")


@pytest.fixture(autouse=True)
def _short_timings(monkeypatch):
    monkeypatch.setattr(measure, "TIMED_SECONDS", 0.01)


def test_command_writes_the_report_that_it_prints(golden, tmp_path, capsys):
    data = tmp_path / "tiny.npz"
    np.savez(data, x_test=golden.tiles, y_test=golden.labels.astype(np.uint8))

    status = evaluate.main(["--data", str(data), "--out", str(tmp_path / "REPORT.md")])

    report = (tmp_path / "REPORT.md").read_text()
    assert status == 0
    assert report in capsys.readouterr().out
    assert "| MNIST test, tensorflow | 20 of 20 | 100.00% | 83.89% to 100.00% |" in report
    assert "| MNIST test, litert | 20 of 20 |" in report
    assert "500x500 boards | 20 of 20 |" in report


def test_missing_data_and_artifact_are_one_line(tmp_path, capsys):
    assert evaluate.main(["--data", str(tmp_path / "none.npz")]) == 1
    assert evaluate.main(["--artifact", str(tmp_path / "none")]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 2


def test_wrong_and_blank_pictures_count_as_errors(reader, golden):
    pictures = [*golden.tiles[:4], np.zeros((28, 28), np.uint8)]
    labels = np.array([*golden.labels[:3], 9, 0])

    accuracy = measure.measure_accuracy(reader, measure.prepare_pictures(reader, pictures), labels)

    assert (accuracy.right, accuracy.total, accuracy.share) == (3, 5, 0.6)
    assert accuracy.confusion.sum() == 4
    assert accuracy.confusion[9, golden.labels[3]] == 1


def test_boards_are_black_on_white(golden):
    board = measure.draw_board(golden.tiles[0])

    assert board.shape == (500, 500)
    assert board.mean() > 127


def test_evaluation_takes_any_labelled_tiles(artifact_dir, golden):
    found = evaluate.evaluate(artifact_dir, LabelledTiles(golden.tiles, golden.labels))

    assert found.metadata.model_version == artifact_dir.name
    assert set(found.tile_us) == {"tensorflow", "litert"}
    assert all(us > 0 for row in found.tile_us.values() for us in row)
    assert set(found.preprocess_ms) == {"28x28", "500x500"}
