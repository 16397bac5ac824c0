"""The finder's training, on a few pictures for a moment."""

import numpy as np
import pytest

from model import training_run
from model.finder import fit, train
from model.finder.examples import INK, SEAM, Examples
from model.finder.find import Finder
from model.finder.network import MARKS, SIDE, build_finder
from model.passes import Course

pytestmark = pytest.mark.usefixtures("quiet_tensorflow")


@pytest.fixture(scope="module")
def examples():
    """Bars, dark on light, with a seam across each."""
    marks = np.zeros((fit.BATCH_SIZE, SIDE, SIDE), np.uint8)
    for index in range(len(marks)):
        marks[index, 40:150, 20 + 4 * index : 40 + 4 * index] = INK
        marks[index, 90:100, 20 + 4 * index : 40 + 4 * index] |= SEAM
    return Examples(np.where(marks & INK, 40, 220).astype(np.uint8), marks)


def test_marks_are_split():
    marks = np.array([[[0, INK], [SEAM, INK + SEAM]]], np.uint8)

    assert fit.split_marks(marks).tolist() == [[[[0, 0], [1, 0]], [[0, 1], [1, 1]]]]


def test_marks_weigh_more_than_their_absence():
    wanted = np.zeros((1, 2, 2, MARKS), np.float32)
    logits = np.full((1, 2, 2, MARKS), -1, np.float32)
    missed = [float(fit.weigh_marks(wanted + np.array(mark, np.float32), logits)) for mark in ([0, 0], [1, 0], [0, 1])]

    assert missed[0] < missed[1] < missed[2]


def test_overlap_is_measured_over_all_pictures(examples):
    ideal = lambda canvases, training: np.where(split, 9.0, -9.0)[: len(canvases)]  # noqa: ARG005, E731 - Keras's call.
    split = fit.split_marks(examples.marks) > 0
    assert fit.measure_overlaps(ideal, examples) == (1.0, 1.0)

    split = np.stack([split[..., 0], split[..., 0]], axis=-1)
    assert fit.measure_overlaps(ideal, examples) == pytest.approx((1.0, 1 / 11))


@pytest.mark.usefixtures("untraced")
def test_an_interrupted_run_goes_on_where_it_was(examples, tmp_path, monkeypatch, capsys):
    save, steps, course = training_run.save_state, [], Course(2, 2, seed=5, work_dir=tmp_path)

    def save_once(network, work_dir):
        if steps:
            raise KeyboardInterrupt
        save(network, work_dir)
        steps.append(int(network.optimizer.iterations))

    with monkeypatch.context() as patch:
        patch.setattr(training_run, "save_state", save_once)
        with pytest.raises(KeyboardInterrupt):
            fit.fit_finder(examples, examples, course)
    monkeypatch.setattr(training_run, "save_state", lambda network, _: steps.append(int(network.optimizer.iterations)))

    network = fit.fit_finder(examples, examples, course)

    assert steps == [2, 4]
    assert network.output_shape == (None, SIDE, SIDE, MARKS)
    shown = capsys.readouterr().out
    assert "epoch  1/2" in shown
    assert "epoch  2/2" in shown


def test_the_command_writes_what_serves(examples, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(train, "split_sources", lambda *_: (None, None))
    monkeypatch.setattr(train, "load_mnist", lambda _: None)
    monkeypatch.setattr(train, "make_examples", lambda *_: examples)
    monkeypatch.setattr(train, "fit_finder", lambda *_, **__: build_finder())
    out = tmp_path / "finder.tflite"

    assert train.main(["--out", str(out), "--work", str(tmp_path)]) == 0

    found = Finder(out).find(np.zeros((60, 80), np.uint8))
    assert found.ink.shape == found.seams.shape == (60, 80)
    assert str(out) in capsys.readouterr().out


def test_ctrl_c_is_said_and_has_its_status(monkeypatch, capsys):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(train, "load_mnist", interrupt)

    assert train.main([]) == 130
    assert "goes on" in capsys.readouterr().err
