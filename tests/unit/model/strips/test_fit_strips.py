"""The strip reader's training, on a few strips for a moment."""

import numpy as np
import pytest

from model.passes import Course
from model.strips import fit, train
from model.strips.cutting import LONGEST
from model.strips.examples import Examples
from model.strips.network import CHANNELS, CLASSES, COLUMNS, HEIGHT, SIDES, STRIDE, WIDTH, build_strip_reader
from model.strips.read import StripReader

pytestmark = pytest.mark.usefixtures("quiet_tensorflow")


@pytest.fixture(scope="module")
def examples():
    """A bar in each strip, which is to be read as 1."""
    strips = np.zeros((fit.BATCH_SIZE, HEIGHT, WIDTH, CHANNELS), np.uint8)
    digits = np.zeros((fit.BATCH_SIZE, LONGEST, 4), np.float32)
    for index, (strip, of_strip) in enumerate(zip(strips, digits, strict=True)):
        strip[5:27, 40 + index : 44 + index] = 255
        of_strip[0] = 2, 42 + index, 40 + index, 44 + index
    return Examples(strips, digits)


def say(digit, column, sides):
    """Give columns that are surely nothing but for one, which is surely a digit with sides."""
    columns = np.zeros((1, COLUMNS, CLASSES + SIDES), np.float32)
    columns[..., 0] = 20
    columns[0, column, 0] = 0
    columns[0, column, digit + 1] = 20
    columns[..., CLASSES:] = sides
    return columns


def test_the_right_digit_in_its_place_costs_least():
    wanted = np.zeros((1, LONGEST, 4), np.float32)
    wanted[0, 0] = 2, STRIDE * 20.5, STRIDE * 20.5 - 3, STRIDE * 20.5 + 4

    right, wrong, elsewhere, wide = (
        float(fit.weigh_columns(wanted, columns))
        for columns in (say(1, 20, (3, 4)), say(7, 20, (3, 4)), say(1, 90, (3, 4)), say(1, 20, (30, 40)))
    )

    assert right < wide < elsewhere < wrong


def test_what_is_read_right_is_counted(examples):
    bars = np.concatenate([say(1, 21 + index // 2, (2, 2)) for index in range(len(examples))])
    bars[:16] = say(7, 21, (2, 2))

    assert fit.measure_right(lambda strips, training: bars[: len(strips)], examples) == 0.75  # noqa: ARG005 - Keras's.


@pytest.mark.usefixtures("untraced")
def test_it_learns(examples, tmp_path, capsys):
    network = fit.fit_strip_reader(examples, examples, Course(2, 2, seed=5, work_dir=tmp_path))

    assert network.output_shape == (None, COLUMNS, CLASSES + SIDES)
    shown = capsys.readouterr().out
    assert "epoch  1/2" in shown
    assert "epoch  2/2" in shown


def test_the_command_writes_what_serves(examples, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(train, "split_sources", lambda *_: (None, None))
    monkeypatch.setattr(train, "load_mnist", lambda _: None)
    monkeypatch.setattr(train, "make_examples", lambda *_: examples)
    monkeypatch.setattr(train, "fit_strip_reader", lambda *_, **__: build_strip_reader())
    out = tmp_path / "strips.tflite"

    assert train.main(["--out", str(out), "--work", str(tmp_path)]) == 0

    columns = StripReader(out).read(examples.strips[0])
    assert columns.shape == (COLUMNS, CLASSES + SIDES)
    assert str(out) in capsys.readouterr().out
